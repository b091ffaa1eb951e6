package sleeper.bulkimport.job.runner.columnar;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;

/** Says which reduce task a bucket's extents go to. */
final class BucketPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int tasks;
    private final int[] taskOf;

    /** @param taskOf for each bucket its task, less than {@code tasks} */
    BucketPartitioner(int tasks, int[] taskOf) {
        this.tasks = tasks;
        this.taskOf = taskOf.clone();
    }

    @Override
    public int numPartitions() {
        return tasks;
    }

    @Override
    public int getPartition(Object bucket) {
        return taskOf[(Integer) bucket];
    }

    /** @return the buckets of a task, ascending */
    int[] bucketsOf(int task) {
        return IntStream.range(0, taskOf.length)
                .filter(bucket -> taskOf[bucket] == task)
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BucketPartitioner that && tasks == that.tasks && Arrays.equals(taskOf, that.taskOf);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(taskOf);
    }
}
