package sleeper.local.task.spark;

import java.nio.file.Path;
import sleeper.run.spark.SparkHome;

/**
 * What a driver is started from.
 *
 * @param home Spark's own jars; shared by all that run, so nothing is to be written there
 * @param jar  of this project's Spark job, with all that it needs besides Spark
 */
public record SparkRuntime(SparkHome home, Path jar) {}
