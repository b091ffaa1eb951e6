package sleeper.local.task.serverless;

import sleeper.core.util.Require;
import sleeper.local.task.spark.SparkVersion;

/**
 * The application that job runs are sent to.
 *
 * @param id              letters of a-z and digits
 * @param releaseLabel    one that there is a jar for
 * @param maximumCapacity what all its runs may have at once
 */
public record Application(String id, String releaseLabel, Capacity maximumCapacity) {
    public Application {
        Require.that(id.matches("[0-9a-z]{1,64}"), "not an application's id: " + id);
        Require.that(
                SparkVersion.ofReleaseLabel(releaseLabel).isPresent(),
                "the release label is " + releaseLabel + "; there is a jar for " + SparkVersion.RELEASE_LABELS);
        Require.notNull("maximumCapacity", maximumCapacity);
    }

    SparkVersion version() {
        return SparkVersion.ofReleaseLabel(releaseLabel).orElseThrow();
    }
}
