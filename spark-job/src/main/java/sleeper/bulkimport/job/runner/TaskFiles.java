package sleeper.bulkimport.job.runner;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.partition.Partition;
import sleeper.core.table.DataFile;
import sleeper.core.table.WrittenFile;
import sleeper.run.RunFiles;
import sleeper.sort.extent.ExtentSource;
import sleeper.sort.output.LeafOutput;
import sleeper.sort.output.LeafOutputs;

/**
 * The files of one task, bucket by bucket; taken back when it is closed before it has finished. A bucket holds rows of one leaf, all
 * of them unless the leaf was cut. For one thread.
 */
public final class TaskFiles implements Closeable {
    private final TaskWork work;
    private final LeafOutputs outputs;
    private final RowCounts counts;
    private final List<Partition> leaves;
    private final int[] leafOf;
    private final List<WrittenFiles> written = new ArrayList<>();
    private final List<DataFile> files = new ArrayList<>();
    private boolean finished;

    /**
     * @param leafOf  for each bucket the position of its leaf
     * @param outputs writes them
     */
    public TaskFiles(TaskWork work, int[] leafOf, LeafOutputs outputs, RowCounts counts) {
        this.work = work;
        this.outputs = outputs;
        this.counts = counts;
        this.leaves = work.plan().partitions().leaves();
        this.leafOf = leafOf;
    }

    /**
     * Writes the rows of a bucket; one without rows has no file.
     *
     * @param bytes   bytes of its extents, about; 0 if nobody knows
     * @param rows    rows of it, about; 0 if nobody knows
     * @param extents its extents and no others
     */
    public void write(int bucket, long bytes, long rows, ExtentSource extents) throws IOException {
        if (!extents.hasNext()) {
            return;
        }
        // Two buckets of one leaf may be the task's, and their files are in one folder. Names are numbered over all its
        // files.
        try (LeafOutput output = outputs.begin(leaves.get(leafOf[bucket]), files.size(), bytes, rows)) {
            while (extents.hasNext()) {
                output.add(extents.next());
            }
            List<WrittenFile> ofBucket = output.finish();
            files.addAll(WrittenFile.files(ofBucket));
            counts.wrote(WrittenFile.files(ofBucket));
            written.add(WrittenFiles.of(bucket, work, ofBucket));
        }
    }

    /** @return all files, which stay */
    public List<WrittenFiles> finish() {
        finished = true;
        return written;
    }

    @Override
    public void close() {
        if (!finished) {
            new RunFiles(work.store(), work.location()).delete(files);
        }
    }
}
