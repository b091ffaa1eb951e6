package sleeper.bulkimport.job.runner.columnar;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Deals buckets to reduce tasks, the largest first, each to the task that has least by then. No task then has more than a third
 * beyond what the best deal would give it (Graham, 1969), as far as the shares are right.
 */
final class Deal {
    /** What a bucket counts beside its rows, so that buckets that the sample has missed are spread too. */
    private static final double OF_BUCKET = 1e-6;

    private record Task(int number, double load) {}

    private Deal() {}

    /** @param most tasks that there may be; there are no more than buckets */
    static BucketPartitioner of(double[] shares, int most) {
        int tasks = Math.max(1, Math.min(shares.length, most));
        PriorityQueue<Task> free =
                new PriorityQueue<>(Comparator.comparingDouble(Task::load).thenComparingInt(Task::number));
        IntStream.range(0, tasks).forEach(number -> free.add(new Task(number, 0)));
        int[] taskOf = new int[shares.length];
        IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer bucket) -> -shares[bucket]))
                .forEach(bucket -> {
                    Task least = free.remove();
                    taskOf[bucket] = least.number();
                    free.add(new Task(least.number(), least.load() + shares[bucket] + OF_BUCKET));
                });
        return new BucketPartitioner(tasks, taskOf);
    }
}
