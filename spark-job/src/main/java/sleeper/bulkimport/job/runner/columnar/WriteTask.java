package sleeper.bulkimport.job.runner.columnar;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;
import sleeper.bulkimport.job.runner.LastingFailure;
import sleeper.bulkimport.job.runner.RowCounts;
import sleeper.bulkimport.job.runner.TaskFiles;
import sleeper.bulkimport.job.runner.TaskMemory;
import sleeper.bulkimport.job.runner.TaskSpill;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.bulkimport.job.runner.WrittenFiles;
import sleeper.sort.column.SizeLimits;
import sleeper.sort.extent.Extent;
import sleeper.sort.extent.ExtentSource;
import sleeper.sort.output.LeafOutputs;
import sleeper.sort.output.LeafSettings;
import sleeper.sort.output.OutputTarget;
import sleeper.sort.spill.BlockStore;

/**
 * A reduce task: brings the extents of its buckets together, sorts and writes them. Those of a single bucket go straight into its
 * output; those of several wait for their turn in a store.
 */
final class WriteTask implements FlatMapFunction<Iterator<Tuple2<Integer, Extent>>, WrittenFiles> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<TaskWork> shared;
    private final Broadcast<Buckets> buckets;
    private final BucketPartitioner tasks;
    private final RowCounts counts;

    WriteTask(Broadcast<TaskWork> shared, Broadcast<Buckets> buckets, BucketPartitioner tasks, RowCounts counts) {
        this.shared = shared;
        this.buckets = buckets;
        this.tasks = tasks;
        this.counts = counts;
    }

    @Override
    public Iterator<WrittenFiles> call(Iterator<Tuple2<Integer, Extent>> moved) throws IOException {
        return LastingFailure.ends(() -> write(moved)).iterator();
    }

    private List<WrittenFiles> write(Iterator<Tuple2<Integer, Extent>> moved) throws IOException {
        TaskContext task = TaskContext.get();
        TaskMemory memory = TaskMemory.of(task);
        LeafSettings settings = new LeafSettings(
                shared.value().writeSettings(), SizeLimits.SORT_BYTES, SizeLimits.SORT_ROWS, TaskSpill.directory(task));
        OutputTarget target = shared.value().target(task);
        int[] mine = tasks.bucketsOf(task.partitionId());
        try (LeafOutputs outputs =
                        new LeafOutputs(target, settings, memory, task::killTaskIfInterrupted, TaskSpill.counts(task));
                TaskFiles files = new TaskFiles(shared.value(), buckets.value().leaves(), outputs, counts)) {
            ExtentSource extents = extents(moved);
            if (mine.length == 1) {
                files.write(mine[0], 0, 0, extents);
            } else {
                try (BlockStore store = new BlockStore(buckets.value().count(), memory, TaskSpill.file(task))) {
                    while (extents.hasNext()) {
                        store.add(extents.next());
                    }
                    for (int bucket : mine) {
                        files.write(bucket, store.leafBytes(bucket), store.leafRows(bucket), store.extents(bucket));
                    }
                }
            }
            return files.finish();
        }
    }

    private static ExtentSource extents(Iterator<Tuple2<Integer, Extent>> moved) {
        return new ExtentSource() {
            @Override
            public boolean hasNext() {
                return moved.hasNext();
            }

            @Override
            public Extent next() {
                return moved.next()._2();
            }
        };
    }
}
