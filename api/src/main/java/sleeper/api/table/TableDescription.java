package sleeper.api.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import sleeper.core.json.StoredJson;
import sleeper.core.key.json.KeyJson;
import sleeper.core.partition.Partition;
import sleeper.core.schema.LeftOutColumn;
import sleeper.core.schema.ViewColumns;
import sleeper.core.schema.json.SchemaJson;
import sleeper.core.table.TableName;
import sleeper.statestore.table.LeafTotals;
import sleeper.statestore.table.LeafTotals.Totals;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.TableState.LiveTable;

/** A table as {@code table create}, {@code list} and {@code describe} show it. */
public final class TableDescription {
    private final TableName name;
    private final TableState state;
    private final LiveTable table;
    private final Map<String, String> properties;

    /**
     * @param state      of a table that exists
     * @param properties that its operator set
     */
    public TableDescription(TableName name, TableState state, Map<String, String> properties) {
        this.name = name;
        this.state = state;
        this.table = state.table().orElseThrow();
        this.properties = properties;
    }

    public TableName name() {
        return name;
    }

    public TableState state() {
        return state;
    }

    public LiveTable table() {
        return table;
    }

    /** @return that its operator set, by name */
    public Map<String, String> properties() {
        return properties;
    }

    public int partitions() {
        return table.partitions().leaves().size();
    }

    /** @return sizes alone: {@code {"table","partitions","files","rows","bytes"}} */
    public ObjectNode summaryJson() {
        return StoredJson.object()
                .put("table", name.value())
                .put("partitions", partitions())
                .put("files", state.fileCount())
                .put("rows", state.rowCount())
                .put("bytes", state.byteCount());
    }

    /** @return sizes, schema, properties, and the leaves one by one */
    public ObjectNode json() {
        return json(Integer.MAX_VALUE);
    }

    /** @return as {@link #json()}, with the first leaves alone, at most so many */
    public ObjectNode json(int leaves) {
        ObjectNode json = headJson();
        json.set("leaves", leavesJson(leaves));
        return json;
    }

    /** @return as {@link #json}, without the leaves */
    public ObjectNode headJson() {
        ObjectNode json = summaryJson().put("incarnation", table.incarnation()).put("slot", state.slot());
        json.set("schema", SchemaJson.toJson(table.schema()));
        json.set("notInIcebergView", leftOutJson(ViewColumns.leftOut(table.schema())));
        json.set("properties", StoredJson.textMap(properties));
        return json;
    }

    private ArrayNode leavesJson(int most) {
        ArrayNode leaves = StoredJson.array();
        if (most > 0) {
            Iterator<Totals> totals = LeafTotals.of(state).iterator();
            table.partitions().leaves().stream().limit(most).forEach(leaf -> leaves.add(leafJson(leaf, totals.next())));
        }
        return leaves;
    }

    private static ObjectNode leafJson(Partition leaf, Totals totals) {
        ObjectNode json = StoredJson.object().put("id", leaf.id().value());
        json.set("region", KeyJson.toJson(leaf.region()));
        return json.put("files", totals.files()).put("rows", totals.rows()).put("bytes", totals.bytes());
    }

    /** @return columns that the Iceberg view leaves out: {@code [{"column","reason"}]} */
    public static ArrayNode leftOutJson(List<LeftOutColumn> leftOut) {
        return StoredJson.array(
                leftOut,
                column -> StoredJson.object().put("column", column.name()).put("reason", column.reason()));
    }
}
