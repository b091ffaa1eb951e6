package sleeper.bulkimport.job.smoke;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** Whether a Spark works at all: throws points at a square, counts those in the circle, and prints what pi that makes. */
public final class SparkPi {
    private static final int POINTS = 100_000;

    private SparkPi() {}

    /** @param args tasks to run, two if none are given */
    public static void main(String[] args) {
        int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        try (JavaSparkContext context = new JavaSparkContext()) {
            long inside = context.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
                    .map(SparkPi::inside)
                    .reduce(Long::sum);
            System.out.printf("Pi is roughly %f%n", 4.0 * inside / ((long) POINTS * tasks));
        }
    }

    private static long inside(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, POINTS)
                .filter(i -> Math.hypot(random.nextDouble() * 2 - 1, random.nextDouble() * 2 - 1) <= 1)
                .count();
    }
}
