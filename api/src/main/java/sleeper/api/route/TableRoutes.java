package sleeper.api.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sleeper.api.row.RowPage;
import sleeper.api.table.FileCheck;
import sleeper.api.table.SnapshotList;
import sleeper.api.table.SourceFiles;
import sleeper.api.table.SplitPreview;
import sleeper.api.table.TableChange;
import sleeper.api.table.TableDescription;
import sleeper.api.table.TableParts;
import sleeper.core.json.StoredJson;
import sleeper.core.partition.PartitionTree;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.KeySpaceMap;
import sleeper.statestore.table.KeySpaceMapJson;
import sleeper.statestore.table.TableState;

/** What tables are, and what is in them. */
public final class TableRoutes {
    private static final String PARTS = "how many at most, 1 to 10,000; 200 if it is left out";
    private static final int USUAL_ROWS = 100;
    private static final int MOST_ROWS = 1_000;
    private static final int USUAL_PARTS = 200;
    private static final int MOST_PARTS = 10_000;
    private static final int USUAL_LEAVES = 16;

    private final InstanceStores stores;
    private final TableChange tables;

    public TableRoutes(Instance instance) {
        this.stores = instance.stores();
        this.tables = new TableChange(instance);
    }

    public List<Route> all() {
        return List.of(
                Route.get("/tables", "The tables, by name.")
                        .gives(
                                "{\"tables\":[{\"table\",\"partitions\",\"files\",\"rows\",\"bytes\"}]}",
                                call -> list()),
                Route.get("/tables/{table}", "A table: sizes, schema, properties and leaves.")
                        .takes("last", "how many leaves at most, 0 to 100,000; all if it is left out")
                        .gives("as `table describe --json`", this::describe),
                Route.get("/tables/{table}/map", "The leaves of a table over the space of its keys.")
                        .gives(
                                "as `table describe --map --json`",
                                call -> KeySpaceMapJson.toJson(KeySpaceMap.of(state(call)))),
                Route.get("/tables/{table}/files", "The files of a table, by path.")
                        .takes("leaf", "only those with rows of this leaf: its id")
                        .takes("after", "path of the last file of the page before")
                        .takes("last", PARTS)
                        .gives(
                                "{\"files\":[{\"file\",\"job\",\"rows\",\"bytes\",\"region\"}],\"next\"?: pass it as `after`}",
                                call -> new TableParts(state(call))
                                        .files(
                                                call.query("leaf"),
                                                call.query("after").orElse(""),
                                                parts(call))),
                Route.get("/tables/{table}/commits", "What was committed to a table, the latest first.")
                        .takes("last", PARTS)
                        .gives(
                                "{\"total\",\"commits\":[{\"slot\",\"kind\",\"at\",\"job\",\"attempt\",\"rows\",\"files\"}]}",
                                call -> new TableParts(state(call)).commits(parts(call))),
                Route.get("/tables/{table}/rows", "The first rows of a range of keys, in their order.")
                        .takes(
                                "key",
                                "least row key, its values parted by commas; with no `to` the only one; all rows if it is left out")
                        .takes("to", "row key above, exclusive")
                        .takes(
                                "last",
                                "how many at most, 1 to 1,000; 100 if it is left out. Of large rows fewer are given")
                        .gives("{\"rows\",\"complete\": whether there are no more,\"skipped\": in words}", this::rows),
                Route.get("/tables/{table}/snapshots", "The snapshots of a table's Iceberg view, the oldest first.")
                        .gives("{\"snapshots\":[{\"id\",\"at\",\"operation\",\"summary\"}]}", this::snapshots),
                Route.get(
                                "/tables/{table}/split",
                                "How a table would be cut anew into leaves of equal shares. Nothing is changed.")
                        .takes("partitions", "leaves that are wanted, 1 to 100,000; 16 if it is left out")
                        .gives(
                                "{\"before\": as its map,\"after\":{\"leaves\":[{\"region\"}]}}",
                                call -> SplitPreview.of(
                                        stores,
                                        call.variable("table"),
                                        call.number("partitions", USUAL_LEAVES, PartitionTree.MAX_LEAVES))),
                Route.post("/check", "Holds a file against a table, as validation would.")
                        .takes("file", "`bucket/key`")
                        .takes("table", "name of the table")
                        .gives("as `check --json`", this::check));
    }

    private TableState state(Call call) {
        return stores.tables().require(call.variable("table"));
    }

    private static int parts(Call call) {
        return call.number("last", USUAL_PARTS, MOST_PARTS);
    }

    private ObjectNode describe(Call call) {
        int leaves = call.optionalNumber("last", 0, PartitionTree.MAX_LEAVES)
                .map(Long::intValue)
                .orElse(Integer.MAX_VALUE);
        return tables.describe(call.variable("table")).json(leaves);
    }

    private ObjectNode list() {
        ObjectNode json = StoredJson.object();
        json.set("tables", StoredJson.array(tables.list(), TableDescription::summaryJson));
        return json;
    }

    private ObjectNode rows(Call call) {
        return RowPage.of(
                stores,
                call.variable("table"),
                call.value("key"),
                call.value("to"),
                call.number("last", USUAL_ROWS, MOST_ROWS));
    }

    private ObjectNode snapshots(Call call) {
        TableState unused = state(call);
        return SnapshotList.of(stores, call.variable("table"));
    }

    private ObjectNode check(Call call) {
        ObjectNode body = call.body();
        String file = BodyFields.text(body, "file");
        return FileCheck.of(
                        file,
                        () -> SourceFiles.inBuckets(file, stores, FileCheck.notChecked(file)),
                        BodyFields.text(body, "table"),
                        stores)
                .toJson();
    }
}
