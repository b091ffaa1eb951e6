package sleeper.local.task.spark;

import java.util.List;
import java.util.Map;

/**
 * Sizes that arguments of {@code spark-submit} ask for, as far as they can be read without Spark: for a platform that has to know them
 * before it runs the line. What it cannot read counts as unsaid; Spark refuses it when the line runs.
 *
 * @param size       asked for
 * @param properties of the line
 */
public record SubmitSizes(SparkSize size, Map<String, String> properties) {
    private static final String DRIVER_CORES = "spark.driver.cores";

    public SubmitSizes {
        properties = Map.copyOf(properties);
    }

    /** @param unsaid what the platform takes where the line is silent */
    public static SubmitSizes of(List<String> arguments, SparkSize unsaid) {
        try {
            SubmitLine line = SubmitLine.ofLauncher(arguments);
            return new SubmitSizes(line.asked(unsaid), line.properties());
        } catch (IllegalArgumentException e) {
            return new SubmitSizes(unsaid, Map.of());
        }
    }

    /** @return cores of the driver */
    public long driverCores(long unsaid) {
        String value = properties.getOrDefault(DRIVER_CORES, "");
        return value.matches("\\d{1,4}") ? Long.parseLong(value) : unsaid;
    }
}
