package sleeper.bulkimport.job.runner.columnar;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;
import sleeper.bulkimport.job.runner.InputSplit;
import sleeper.bulkimport.job.runner.LastingFailure;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.sort.extent.Extent;

/** A map task: reads its split and gives the rows as extents by bucket. */
final class ReadTask implements PairFlatMapFunction<Iterator<InputSplit>, Integer, Extent> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<TaskWork> work;
    private final Broadcast<Buckets> buckets;
    private final LongAccumulator rowsRead;

    ReadTask(Broadcast<TaskWork> work, Broadcast<Buckets> buckets, LongAccumulator rowsRead) {
        this.work = work;
        this.buckets = buckets;
        this.rowsRead = rowsRead;
    }

    @Override
    public Iterator<Tuple2<Integer, Extent>> call(Iterator<InputSplit> splits) {
        ExtentReader reader = new ExtentReader(work.value(), buckets.value(), splits, rowsRead, TaskContext.get());
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> reader.close());
        return LastingFailure.ends(reader);
    }
}
