package sleeper.bulkimport.job.runner;

import java.util.HashMap;
import java.util.Map;

/** Properties of Spark for what runs in this JVM, until it is closed. */
final class SparkOptions implements AutoCloseable {
    /** Threads that try a task up to four times, as executors do. */
    static final Map<String, String> RETRIES = Map.of("spark.master", "local[2,4]");

    private final Map<String, String> before = new HashMap<>();

    private SparkOptions(Map<String, String> options) {
        options.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    }

    static SparkOptions set(Map<String, String> options) {
        return new SparkOptions(options);
    }

    @Override
    public void close() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }
}
