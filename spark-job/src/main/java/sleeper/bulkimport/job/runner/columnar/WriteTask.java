package sleeper.bulkimport.job.runner.columnar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;
import sleeper.bulkimport.job.runner.RowCounts;
import sleeper.bulkimport.job.runner.TaskMemory;
import sleeper.bulkimport.job.runner.TaskSpill;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.bulkimport.job.runner.WrittenFiles;
import sleeper.core.partition.Partition;
import sleeper.core.table.DataFile;
import sleeper.sort.column.SizeLimits;
import sleeper.sort.extent.Extent;
import sleeper.sort.output.LeafOutput;
import sleeper.sort.output.LeafOutputs;
import sleeper.sort.output.LeafSettings;
import sleeper.sort.output.OutputTarget;
import sleeper.sort.spill.BlockStore;
import sleeper.sort.spill.SpillFile;

/** A reduce task: brings the extents of its buckets together, sorts and writes them. */
final class WriteTask implements FlatMapFunction<Iterator<Tuple2<Integer, Extent>>, WrittenFiles> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<TaskWork> shared;
    private final RowCounts counts;

    WriteTask(Broadcast<TaskWork> shared, RowCounts counts) {
        this.shared = shared;
        this.counts = counts;
    }

    @Override
    public Iterator<WrittenFiles> call(Iterator<Tuple2<Integer, Extent>> extents) throws IOException {
        TaskWork work = shared.value();
        TaskContext task = TaskContext.get();
        TaskMemory memory = TaskMemory.of(task);
        Path spill = TaskSpill.directory(task);
        List<Partition> leaves = work.plan().partitions().leaves();
        OutputTarget target = work.target(task);
        LeafSettings settings =
                new LeafSettings(work.writeSettings(), SizeLimits.SORT_BYTES, SizeLimits.SORT_ROWS, spill);
        List<WrittenFiles> written = new ArrayList<>();
        try (BlockStore store = new BlockStore(leaves.size(), memory, new SpillFile(spill));
                LeafOutputs outputs = new LeafOutputs(target, settings, memory, task::killTaskIfInterrupted)) {
            while (extents.hasNext()) {
                store.add(extents.next()._2());
            }
            for (int leaf = 0; leaf < leaves.size(); leaf++) {
                if (store.leafBytes(leaf) > 0) {
                    List<DataFile> files = write(
                            outputs.begin(leaves.get(leaf), store.leafBytes(leaf), store.leafRows(leaf)),
                            store.extents(leaf));
                    counts.wrote(files);
                    written.add(WrittenFiles.of(leaf, work, target.runId(), files));
                }
            }
        }
        return written.iterator();
    }

    private static List<DataFile> write(LeafOutput output, BlockStore.Extents extents) throws IOException {
        try (output) {
            while (extents.hasNext()) {
                output.add(extents.next());
            }
            return output.finish();
        }
    }
}
