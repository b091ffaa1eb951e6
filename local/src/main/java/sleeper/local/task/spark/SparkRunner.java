package sleeper.local.task.spark;

/** Port: how the stand-ins for platforms have lines of {@code spark-submit} run. {@link LocalSpark} is the real one. */
@FunctionalInterface
public interface SparkRunner {
    /** Asks for a run, which begins when what it needs is there and it is its turn. Returns at once. */
    SparkRun run(SparkRequest request);
}
