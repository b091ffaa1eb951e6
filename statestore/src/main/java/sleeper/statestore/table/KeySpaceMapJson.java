package sleeper.statestore.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.core.json.StoredJson;
import sleeper.core.key.json.KeyJson;
import sleeper.statestore.table.KeySpaceMap.Leaf;

/**
 * Maps of key spaces as JSON for those who draw them:
 * {@code {"fields","rows","meanRows","mostToMean","most","least","emptyLeaves","leaves":[{"id","region","files","sharedFiles","rows",
 * "bytes","share"}]}}, with ids of leaves as {@code most} and {@code least}, and a share from 0 to 1. Without rows there is no
 * {@code mostToMean}.
 */
public final class KeySpaceMapJson {
    private KeySpaceMapJson() {}

    public static ObjectNode toJson(KeySpaceMap map) {
        ObjectNode json = StoredJson.object();
        json.set("fields", StoredJson.texts(map.fields()));
        json.put("rows", map.rows()).put("meanRows", map.meanRows());
        map.mostToMean().ifPresent(ratio -> json.put("mostToMean", ratio));
        json.put("most", id(map.most())).put("least", id(map.least())).put("emptyLeaves", map.emptyLeaves());
        long rows = map.rows();
        json.set("leaves", StoredJson.array(map.leaves(), leaf -> leafJson(leaf, rows)));
        return json;
    }

    private static String id(Leaf leaf) {
        return leaf.partition().id().value();
    }

    private static ObjectNode leafJson(Leaf leaf, long rows) {
        ObjectNode json = StoredJson.object().put("id", id(leaf));
        json.set("region", KeyJson.toJson(leaf.partition().region()));
        return json.put("files", leaf.totals().files())
                .put("sharedFiles", leaf.totals().sharedFiles())
                .put("rows", leaf.rows())
                .put("bytes", leaf.totals().bytes())
                .put("share", KeySpaceMap.share(leaf.rows(), rows));
    }
}
