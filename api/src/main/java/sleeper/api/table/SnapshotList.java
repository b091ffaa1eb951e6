package sleeper.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.stream.StreamSupport;
import sleeper.core.json.StoredJson;
import sleeper.core.table.TableName;
import sleeper.iceberg.ReadOnlyCatalog;
import sleeper.iceberg.ReadOnlyCatalog.Reply;
import sleeper.lambda.view.TableViews;
import sleeper.statestore.instance.InstanceStores;

/** The snapshots that other engines can read of a table, as the catalog of its Iceberg view has them. */
public final class SnapshotList {
    private static final int OK = 200;

    private SnapshotList() {}

    /**
     * @param table name of a table that exists
     * @return {@code {"snapshots":[{"id","at","operation","summary"}]}}, the oldest first; none if there is no view
     */
    public static ObjectNode of(InstanceStores stores, String table) {
        String name = new TableName(table).value();
        Reply reply = new ReadOnlyCatalog(stores.tables(), TableViews.of(stores))
                .answer("GET", "/v1/namespaces/" + ReadOnlyCatalog.NAMESPACE + "/tables/" + name);
        JsonNode snapshots = reply.status() == OK
                ? StoredJson.parse("The catalog's answer", reply.json()).at("/metadata/snapshots")
                : StoredJson.array();
        ObjectNode json = StoredJson.object();
        json.set(
                "snapshots",
                StoredJson.array(
                        StreamSupport.stream(snapshots.spliterator(), false).toList(), SnapshotList::json));
        return json;
    }

    private static ObjectNode json(JsonNode snapshot) {
        ObjectNode json = StoredJson.object()
                .put("id", snapshot.path("snapshot-id").asText())
                .put(
                        "at",
                        Instant.ofEpochMilli(snapshot.path("timestamp-ms").asLong())
                                .toString())
                .put("operation", snapshot.at("/summary/operation").asText());
        json.set("summary", snapshot.path("summary"));
        return json;
    }
}
