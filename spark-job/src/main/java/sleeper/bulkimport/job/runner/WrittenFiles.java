package sleeper.bulkimport.job.runner;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sleeper.core.job.Manifest;
import sleeper.core.job.json.ManifestJson;
import sleeper.core.key.Region;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;

/**
 * Files of one leaf that a task has written, on their way to the driver.
 *
 * @param bucket   position of the rows among all that the run writes: keys of a later one are not less
 * @param manifest the files in the order of their rows, as a stored manifest has them
 */
public record WrittenFiles(int bucket, String manifest) implements Serializable {
    /** @param files of one bucket, in the order of their rows */
    public static WrittenFiles of(int bucket, TaskWork work, List<DataFile> files) {
        return new WrittenFiles(
                bucket, ManifestJson.write(new Manifest(work.plan().attempt(), work.runId(), files)));
    }

    private List<DataFile> files() {
        return ManifestJson.read(manifest).files();
    }

    /** @return the files in the order of the leaves they were cut for, and of their rows */
    static List<DataFile> all(List<WrittenFiles> written, PartitionTree tree) {
        Map<Region, Integer> order = new HashMap<>();
        for (Partition leaf : tree.leaves()) {
            order.put(leaf.region(), order.size());
        }
        return written.stream()
                .sorted(Comparator.comparingInt(WrittenFiles::bucket))
                .flatMap(each -> each.files().stream())
                .sorted(Comparator.comparingInt(file -> order.get(file.cutFor())))
                .toList();
    }
}
