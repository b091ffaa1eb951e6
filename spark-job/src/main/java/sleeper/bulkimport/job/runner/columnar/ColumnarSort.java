package sleeper.bulkimport.job.runner.columnar;

import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import sleeper.bulkimport.job.runner.Algorithm;
import sleeper.bulkimport.job.runner.InputSplit;
import sleeper.bulkimport.job.runner.SparkWork;
import sleeper.core.table.DataFile;
import sleeper.sort.extent.Extent;

/**
 * The kernel moved apart by a shuffle. A map task reads row groups and partitions their rows; the shuffle carries each leaf's rows
 * as extents, columns in one stretch of bytes; a reduce task brings the extents of its leaves together, sorts and writes them. No
 * object is made for a row.
 *
 * <p>Cost: each row is decoded, copied into an extent, moved, copied into its leaf's batch, sorted and encoded, once each.
 */
public final class ColumnarSort implements Algorithm {
    @Override
    public List<DataFile> sort(SparkWork work) {
        BucketPartitioner tasks = Deal.evenly(
                work.plan().partitions().leaves().size(), work.context().defaultParallelism());
        JavaRDD<InputSplit> splits = work.splits();
        JavaPairRDD<Integer, Extent> extents = splits.mapPartitionsToPair(
                new ReadTask(work.shared(), work.counts().rowsRead()));
        ShuffledRDD<Integer, Extent, Extent> shuffled =
                new ShuffledRDD<>(extents.rdd(), tasks, tag(Integer.class), tag(Extent.class), tag(Extent.class));
        shuffled.setSerializer(new ExtentSerializer(work.shared()));
        JavaPairRDD<Integer, Extent> moved =
                JavaPairRDD.fromRDD(asPairs(shuffled), tag(Integer.class), tag(Extent.class));
        return work.write(moved.mapPartitions(new WriteTask(work.shared(), work.counts())));
    }

    @SuppressWarnings("unchecked") // What the shuffle gives are pairs of what it was made of.
    private static RDD<Tuple2<Integer, Extent>> asPairs(ShuffledRDD<Integer, Extent, Extent> shuffled) {
        return (RDD<Tuple2<Integer, Extent>>) (RDD<?>) shuffled;
    }

    private static <T> ClassTag<T> tag(Class<T> type) {
        return ClassTag$.MODULE$.apply(type);
    }
}
