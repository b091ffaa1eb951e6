package sleeper.api.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;
import sleeper.core.key.Region;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.sort.read.KeyOrderScan;
import sleeper.sort.read.RowScan;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.TableState;

/** The first rows of a range of keys, with what was passed over to find them. */
public final class RowPage {
    private static final KeyBounds BOUNDS = new KeyBounds("parameter key", "parameter to");

    /** No more rows than these hold and one: a reply is one text in memory, and a function's has 6 MB. */
    private static final int MOST_CHARACTERS = 2_000_000;

    private RowPage() {}

    /**
     * @param key  as {@link KeyBounds} takes it; empty for all rows
     * @param to   as {@link KeyBounds} takes it; empty if there is no key
     * @param most rows, 1 or more
     * @return {@code {"rows":[ROW],"complete","skipped"}}, rows as {@link RowJson} writes them in the order of the keys; complete if there are
     *     no more; fewer than asked for where they are large
     */
    public static ObjectNode of(
            InstanceStores stores, String table, Optional<String> key, Optional<String> to, int most) {
        TableState state = stores.tables().require(table);
        if (to.isPresent() && key.isEmpty()) {
            throw new InvalidRequestException(
                    "The rows were not read.",
                    List.of(Fault.of(
                            ErrorCode.MISSING_FIELD, "the query", "parameter to without key", "key, or key and to")));
        }
        Schema schema = state.table().orElseThrow().schema();
        Region region = key.map(text -> BOUNDS.region(schema, text, to))
                .orElseGet(() -> Region.all(schema.rowKeyFields().size()));
        ObjectNode json = StoredJson.object();
        ArrayNode rows = json.putArray("rows");
        try (RowScan scan = new KeyOrderScan(
                stores.files(),
                stores.tables().log(new TableName(table)).storage().location(),
                schema,
                state.filesOverlapping(region),
                region)) {
            long characters = 0;
            while (rows.size() < most && characters < MOST_CHARACTERS && scan.hasNext()) {
                ObjectNode row = RowJson.of(scan.next());
                characters += row.toString().length();
                rows.add(row);
            }
            return json.put("complete", !scan.hasNext())
                    .put("skipped", scan.skipped().toString());
        }
    }
}
