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
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.WrittenFile;
import sleeper.statestore.table.FileMetricsFormat;

/**
 * Files of one leaf that a task has written, on their way to the driver.
 *
 * @param bucket   position of the rows among all that the run writes: keys of a later one are not less
 * @param manifest the files in the order of their rows, as a stored manifest has them
 * @param metrics  what they hold of their columns, as it is stored
 */
@SuppressWarnings("ArrayRecordComponent") // Written and read by Spark alone, and compared by nobody.
public record WrittenFiles(int bucket, String manifest, byte[] metrics) implements Serializable {
    /** @param files of one bucket, in the order of their rows */
    public static WrittenFiles of(int bucket, TaskWork work, List<WrittenFile> files) {
        Manifest manifest = new Manifest(work.plan().attempt(), work.runId(), WrittenFile.files(files));
        return new WrittenFiles(bucket, ManifestJson.write(manifest), FileMetricsFormat.encode(files));
    }

    private List<WrittenFile> files() {
        Map<String, List<ColumnMetrics>> columns = FileMetricsFormat.decode(metrics);
        return ManifestJson.read(manifest).files().stream()
                .map(file -> new WrittenFile(file, columns.get(file.path())))
                .toList();
    }

    /** @return the files in the order of the leaves they were cut for, and of their rows */
    static List<WrittenFile> all(List<WrittenFiles> written, PartitionTree tree) {
        Map<Region, Integer> order = new HashMap<>();
        for (Partition leaf : tree.leaves()) {
            order.put(leaf.region(), order.size());
        }
        return written.stream()
                .sorted(Comparator.comparingInt(WrittenFiles::bucket))
                .flatMap(each -> each.files().stream())
                .sorted(Comparator.comparingInt(file -> order.get(file.file().cutFor())))
                .toList();
    }
}
