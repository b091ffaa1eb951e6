package sleeper.api.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.json.StoredJson;
import sleeper.core.key.json.KeyJson;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.sort.sample.PartitionsFromSample;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.KeySpaceMap;
import sleeper.statestore.table.KeySpaceMapJson;
import sleeper.statestore.table.TableState;

/** How a table would be cut anew, so that each leaf has an equal share of its rows. Nothing is changed. */
public final class SplitPreview {
    /** From more files no better sample comes. */
    private static final int MOST_FILES = 500;

    private SplitPreview() {}

    /**
     * @param leaves wanted, 1 or more
     * @return {@code {"before": MAP,"after":{"leaves":[{"region"}]}}}, the map as {@link KeySpaceMapJson} writes it; the leaves after it have
     *     about {@code rows / leaves} rows each
     */
    public static ObjectNode of(InstanceStores stores, String table, int leaves) {
        TableState state = stores.tables().require(table);
        ObjectNode json = StoredJson.object();
        json.set("before", KeySpaceMapJson.toJson(KeySpaceMap.of(state)));
        ObjectNode after = json.putObject("after");
        after.set(
                "leaves",
                StoredJson.array(
                        proposal(stores, table, state, leaves).leaves(),
                        leaf -> StoredJson.object().set("region", KeyJson.toJson(leaf.region()))));
        return json;
    }

    private static PartitionTree proposal(InstanceStores stores, String table, TableState state, int leaves) {
        PartitionTree now = state.table().orElseThrow().partitions();
        if (state.fileCount() == 0) {
            return now;
        }
        FileStore files = stores.files();
        TableLocation location =
                stores.tables().log(new TableName(table)).storage().location();
        try {
            List<DataFile> all = state.files();
            int step = (all.size() + MOST_FILES - 1) / MOST_FILES;
            List<FileInfo> sampled = new ArrayList<>();
            for (int i = 0; i < all.size(); i += step) {
                files.find(location.file(all.get(i).path())).ifPresent(sampled::add);
            }
            return PartitionsFromSample.of(
                    files, sampled, state.table().orElseThrow().schema(), leaves);
        } catch (IOException e) {
            throw new UncheckedIOException("The files of table '" + table + "' could not be looked at", e);
        }
    }
}
