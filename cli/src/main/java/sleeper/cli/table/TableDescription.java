package sleeper.cli.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import sleeper.cli.frame.TextTable;
import sleeper.cli.frame.Words;
import sleeper.core.json.StoredJson;
import sleeper.core.key.Range;
import sleeper.core.key.json.KeyJson;
import sleeper.core.partition.Partition;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.core.schema.json.SchemaJson;
import sleeper.core.table.TableName;
import sleeper.statestore.table.LeafTotals;
import sleeper.statestore.table.LeafTotals.Totals;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.TableState.LiveTable;

/** A table as {@code table create}, {@code list} and {@code describe} show it. */
final class TableDescription {
    private final TableName name;
    private final TableState state;
    private final LiveTable table;
    private final Map<String, String> properties;

    /**
     * @param state      of a table that exists
     * @param properties that its operator set
     */
    TableDescription(TableName name, TableState state, Map<String, String> properties) {
        this.name = name;
        this.state = state;
        this.table = state.table().orElseThrow();
        this.properties = properties;
    }

    int partitions() {
        return table.partitions().leaves().size();
    }

    /** @return sizes alone: {@code {"table","partitions","files","rows","bytes"}} */
    ObjectNode summaryJson() {
        return StoredJson.object()
                .put("table", name.value())
                .put("partitions", partitions())
                .put("files", state.fileCount())
                .put("rows", state.rowCount())
                .put("bytes", state.byteCount());
    }

    /** @return sizes, schema, properties, and the leaves one by one */
    ObjectNode json() {
        ObjectNode json = summaryJson().put("incarnation", table.incarnation()).put("slot", state.slot());
        json.set("schema", SchemaJson.toJson(table.schema()));
        json.set("properties", StoredJson.textMap(properties));
        json.set("leaves", leavesJson());
        return json;
    }

    private ArrayNode leavesJson() {
        ArrayNode leaves = StoredJson.array();
        Iterator<Totals> totals = LeafTotals.of(state).iterator();
        table.partitions().leaves().forEach(leaf -> leaves.add(leafJson(leaf, totals.next())));
        return leaves;
    }

    private static ObjectNode leafJson(Partition leaf, Totals totals) {
        ObjectNode json = StoredJson.object().put("id", leaf.id().value());
        json.set("region", KeyJson.toJson(leaf.region()));
        return json.put("files", totals.files()).put("rows", totals.rows()).put("bytes", totals.bytes());
    }

    String words() {
        List<String> lines = new ArrayList<>();
        lines.add("table %s: %s in %s, %s, %s"
                .formatted(
                        name,
                        Words.count(state.rowCount(), "row"),
                        Words.count(state.fileCount(), "file"),
                        Words.count(partitions(), "partition"),
                        Words.bytes(state.byteCount())));
        addSection(lines, "schema", schema(table.schema()));
        if (!properties.isEmpty()) {
            TextTable set = new TextTable().words("property").words("value");
            properties.forEach(set::row);
            addSection(lines, "properties", set);
        }
        addSection(lines, "partitions", leaves());
        return String.join(System.lineSeparator(), lines);
    }

    private static void addSection(List<String> lines, String title, TextTable table) {
        lines.add("");
        lines.add(title);
        table.toString().lines().forEach(line -> lines.add("  " + line));
    }

    private static TextTable schema(Schema schema) {
        TextTable fields = new TextTable().words("field").words("type").words("part");
        schema.rowKeyFields().forEach(field -> row(fields, field, "row key"));
        schema.sortKeyFields().forEach(field -> row(fields, field, "sort key"));
        schema.valueFields().forEach(field -> row(fields, field, "value"));
        return fields;
    }

    private static void row(TextTable fields, Field field, String part) {
        fields.row(field.name(), field.type().describe() + (field.nullable() ? ", nullable" : ""), part);
    }

    private TextTable leaves() {
        TextTable leaves = new TextTable().words("partition");
        table.schema()
                .rowKeyFields()
                .forEach(field -> leaves.words(field.name() + " from").words("below"));
        leaves.numbers("files").numbers("rows").numbers("size");
        Iterator<Totals> totals = LeafTotals.of(state).iterator();
        for (Partition leaf : table.partitions().leaves()) {
            leaves.row(leafCells(leaf, totals.next()).toArray());
        }
        return leaves;
    }

    private static List<Object> leafCells(Partition leaf, Totals totals) {
        List<Object> cells = new ArrayList<>();
        cells.add(leaf.id());
        for (Range range : leaf.region().ranges()) {
            cells.add(range.min().map(Object::toString).orElse(""));
            cells.add(range.max().map(Object::toString).orElse(""));
        }
        cells.add(Words.count(totals.files()));
        cells.add(Words.count(totals.rows()));
        cells.add(Words.bytes(totals.bytes()));
        return cells;
    }
}
