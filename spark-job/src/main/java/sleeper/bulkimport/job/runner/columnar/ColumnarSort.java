package sleeper.bulkimport.job.runner.columnar;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import sleeper.bulkimport.job.runner.Algorithm;
import sleeper.bulkimport.job.runner.SparkWork;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobPlan;
import sleeper.core.partition.TaskTurn;
import sleeper.core.table.WrittenFile;
import sleeper.core.util.Require;
import sleeper.sort.extent.Extent;

/**
 * The kernel moved apart by a shuffle. A map task reads row groups and partitions their rows; the shuffle carries each leaf's rows
 * as extents, columns in one stretch of bytes; a reduce task brings the extents of its leaves together, sorts and writes them. No
 * object is made for a row.
 *
 * <p>Cost: each row is decoded, copied into an extent, moved, copied into its leaf's batch, sorted and encoded, once each.
 */
public final class ColumnarSort implements Algorithm {
    private static final int KEYS_OF_LEAF = 50;
    private static final int LEAST_KEYS = 10_000;
    private static final int MOST_KEYS = 200_000;
    private static final int MOST_FILES = 1_000;

    private final double cutRows;
    private final double cutBytes;

    /** A leaf is cut into files of at least 10,000 rows or 4 MiB of the input, about. */
    public ColumnarSort() {
        this(TaskTurn.LEAST_ROWS, TaskTurn.LEAST_BYTES);
    }

    /** Has leaves cut into files of at least so many rows, or so many bytes of the input, about; each one or more. */
    public ColumnarSort(int cutRows, int cutBytes) {
        this.cutRows = Require.atLeast("cutRows", cutRows, 1);
        this.cutBytes = Require.atLeast("cutBytes", cutBytes, 1);
    }

    @Override
    public List<WrittenFile> sort(SparkWork work) {
        JobPlan plan = work.plan();
        Buckets buckets = new BucketChoice(
                        plan.schema(), plan.partitions(), sample(work), work.tasks(), leastShare(plan))
                .choose();
        BucketPartitioner reduceTasks = Deal.of(buckets.shares(), work.reduceTasks());
        Broadcast<Buckets> shared = work.context().broadcast(buckets);
        JavaPairRDD<Integer, Extent> extents = work.splits()
                .mapPartitionsToPair(
                        new ReadTask(work.shared(), shared, work.counts().rowsRead()));
        ShuffledRDD<Integer, Extent, Extent> shuffled =
                new ShuffledRDD<>(extents.rdd(), reduceTasks, tag(Integer.class), tag(Extent.class), tag(Extent.class));
        shuffled.setSerializer(new ExtentSerializer(work.shared()));
        JavaPairRDD<Integer, Extent> moved =
                JavaPairRDD.fromRDD(asPairs(shuffled), tag(Integer.class), tag(Extent.class));
        return work.write(() -> moved.mapPartitions(new WriteTask(work.shared(), shared, reduceTasks, work.counts())));
    }

    private double leastShare(JobPlan plan) {
        long bytes = plan.inputs().stream()
                .mapToLong(input -> input.version().lengthBytes())
                .sum();
        return TaskTurn.leastShare(cutRows, cutBytes, plan.inputRows(), bytes);
    }

    /** Keys of files that are spread over all. */
    private static List<SampledKeys> sample(SparkWork work) {
        List<InputFile> inputs = work.plan().inputs();
        int files = Math.min(MOST_FILES, inputs.size());
        List<Integer> some = IntStream.range(0, files)
                .mapToObj(i -> (int) ((long) i * inputs.size() / files))
                .filter(input -> inputs.get(input).rowCount() > 0)
                .toList();
        long rows =
                some.stream().mapToLong(input -> inputs.get(input).rowCount()).sum();
        int leaves = work.plan().partitions().leaves().size();
        double keys = Math.min(MOST_KEYS, Math.max(LEAST_KEYS, (double) KEYS_OF_LEAF * leaves));
        return some.isEmpty()
                ? List.of()
                : work.collect(
                        "sample keys",
                        () -> work.context()
                                .parallelize(some, Math.min(some.size(), 4 * work.tasks()))
                                .map(new KeySampleTask(work.shared(), keys, rows)));
    }

    @SuppressWarnings("unchecked") // What the shuffle gives are pairs of what it was made of.
    private static RDD<Tuple2<Integer, Extent>> asPairs(ShuffledRDD<Integer, Extent, Extent> shuffled) {
        return (RDD<Tuple2<Integer, Extent>>) (RDD<?>) shuffled;
    }

    private static <T> ClassTag<T> tag(Class<T> type) {
        return ClassTag$.MODULE$.apply(type);
    }
}
