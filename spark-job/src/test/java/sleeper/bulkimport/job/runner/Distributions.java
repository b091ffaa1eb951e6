package sleeper.bulkimport.job.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import sleeper.run.spark.SparkHome;

/**
 * Whole distributions of Spark, of which Maven has but a part. {@code .ci/images} gives them in the system property
 * {@code spark.distributions}, as {@code MAJOR=FOLDER} with commas between.
 */
public final class Distributions {
    private static final String PROPERTY = "spark.distributions";

    private Distributions() {}

    /** @return the distribution of Spark 3 or 4 that was given, if one was */
    public static Optional<SparkHome> given(int major) throws IOException {
        for (String each : System.getProperty(PROPERTY, "").split(",")) {
            if (each.startsWith(major + "=")) {
                return Optional.of(SparkHome.open(Path.of(each.substring(each.indexOf('=') + 1))));
            }
        }
        return Optional.empty();
    }
}
