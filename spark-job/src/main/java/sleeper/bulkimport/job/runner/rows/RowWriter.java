package sleeper.bulkimport.job.runner.rows;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import sleeper.bulkimport.job.runner.RowCounts;
import sleeper.bulkimport.job.runner.TaskFiles;
import sleeper.bulkimport.job.runner.TaskMemory;
import sleeper.bulkimport.job.runner.TaskSpill;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.bulkimport.job.runner.WrittenFiles;
import sleeper.sort.column.SizeLimits;
import sleeper.sort.extent.Extent;
import sleeper.sort.extent.ExtentSource;
import sleeper.sort.extent.Partitioner;
import sleeper.sort.output.LeafOutputs;
import sleeper.sort.output.LeafSettings;
import sleeper.sort.partition.LeafFinder;

/** Writes rows that come leaf by leaf, as {@link RowForm} has them, to files of the table. For one thread. */
public final class RowWriter {
    private static final int EXTENT_ROWS = 64 << 10;
    private static final long EXTENT_BYTES = 8 << 20;

    private final Iterator<Object[]> rows;
    private final Partitioner partitioner;
    private Object[] next;

    private RowWriter(TaskWork work, Iterator<Object[]> rows) {
        this.rows = rows;
        int leaves = work.plan().partitions().leaves().size();
        this.partitioner = new Partitioner(
                work.layout(), LeafFinder.of(work.plan().partitions()), leaves, EXTENT_ROWS, EXTENT_BYTES);
        this.next = rows.hasNext() ? rows.next() : null;
    }

    /** @param rows all rows of a leaf follow each other */
    public static List<WrittenFiles> write(TaskWork work, RowCounts counts, Iterator<Object[]> rows)
            throws IOException {
        TaskContext task = TaskContext.get();
        LeafSettings settings = new LeafSettings(
                work.writeSettings(), SizeLimits.SORT_BYTES, SizeLimits.SORT_ROWS, TaskSpill.directory(task));
        int[] leafOf =
                IntStream.range(0, work.plan().partitions().leaves().size()).toArray();
        RowWriter writer = new RowWriter(work, rows);
        try (LeafOutputs outputs = new LeafOutputs(
                        work.target(task),
                        settings,
                        TaskMemory.of(task),
                        task::killTaskIfInterrupted,
                        TaskSpill.counts(task));
                TaskFiles files = new TaskFiles(work, leafOf, outputs, counts)) {
            while (writer.next != null) {
                int leaf = (Integer) writer.next[0];
                files.write(leaf, 0, 0, writer.extentsOf(leaf));
            }
            return files.finish();
        }
    }

    /** The rows up to the next leaf. */
    private ExtentSource extentsOf(int leaf) {
        Queue<Extent> ready = new ArrayDeque<>();
        return new ExtentSource() {
            @Override
            public boolean hasNext() {
                if (ready.isEmpty()) {
                    fill(leaf);
                    ready.addAll(partitioner.takeExtents());
                }
                return !ready.isEmpty();
            }

            @Override
            public Extent next() {
                return ready.remove();
            }
        };
    }

    private void fill(int leaf) {
        int unseen = 0;
        while (next != null && (Integer) next[0] == leaf) {
            if (unseen-- <= 0) {
                if (partitioner.isFull()) {
                    return;
                }
                unseen = partitioner.batch().rowsUnseen(partitioner.maxBytes());
            }
            RowForm.append(next, partitioner.batch());
            next = rows.hasNext() ? rows.next() : null;
        }
    }
}
