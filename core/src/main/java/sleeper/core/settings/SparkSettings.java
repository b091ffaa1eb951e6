package sleeper.core.settings;

import java.util.List;
import sleeper.core.platform.Sizing;

/** Settings that are handed to Spark under a name of Spark's: those of both kinds of EMR cluster stand here. */
public final class SparkSettings {
    private static final String PREFIX = "sleeper.bulk.import.emr.spark.";
    private static final String SIZE = "\\d+[kmgt]";
    private static final String TIME = "\\d+(ms|s|m|min|h|d)";
    private static final String FRACTION = "0(\\.\\d+)?|1(\\.0+)?";

    /** The guide's, with the garbage collection log that Java 17 knows. */
    private static final String JAVA_OPTIONS =
            "-XX:+UseG1GC -XX:+UnlockDiagnosticVMOptions -XX:InitiatingHeapOccupancyPercent=35 -Xlog:gc*"
                    + " -XX:OnOutOfMemoryError='kill -9 %p'";

    private static final List<SparkSetting> ALL = List.of(
            count("driver.cores", "spark.driver.cores", 5),
            text("driver.memory", "spark.driver.memory", "16g", SIZE, "a size such as 16g"),
            text(
                    "driver.extra.java.options",
                    "spark.driver.extraJavaOptions",
                    JAVA_OPTIONS,
                    ".*",
                    "options of Java 17"),
            count("executor.cores", "spark.executor.cores", 5),
            text("executor.memory", "spark.executor.memory", "16g", SIZE, "a size such as 16g"),
            text("executor.heartbeat.interval", "spark.executor.heartbeatInterval", "60s", TIME, "a time such as 60s"),
            count("executor.instances", "spark.executor.instances", 29),
            text(
                    "executor.extra.java.options",
                    "spark.executor.extraJavaOptions",
                    JAVA_OPTIONS,
                    ".*",
                    "options of Java 17"),
            text("yarn.executor.memory.overhead", "spark.executor.memoryOverhead", "2g", SIZE, "a size such as 2g"),
            text("yarn.driver.memory.overhead", "spark.driver.memoryOverhead", "2g", SIZE, "a size such as 2g"),
            count("yarn.scheduler.reporter.thread.max.failures", "spark.yarn.scheduler.reporterThread.maxFailures", 5),
            flag("dynamic.allocation.enabled", "spark.dynamicAllocation.enabled", false),
            count("default.parallelism", "spark.default.parallelism", 290),
            text("memory.fraction", "spark.memory.fraction", "0.80", FRACTION, "0 to 1"),
            text("memory.storage.fraction", "spark.memory.storageFraction", "0.30", FRACTION, "0 to 1"),
            text("network.timeout", "spark.network.timeout", "800s", TIME, "a time such as 800s"),
            text("storage.level", "spark.storage.level", "MEMORY_AND_DISK_SER", "[A-Z0-9_]+", "a level of Spark's"),
            flag("rdd.compress", "spark.rdd.compress", true),
            flag("shuffle.compress", "spark.shuffle.compress", true),
            flag("shuffle.spill.compress", "spark.shuffle.spill.compress", true),
            count("sql.shuffle.partitions", "spark.sql.shuffle.partitions", 290));

    private SparkSettings() {}

    /** @return those of both kinds of EMR cluster */
    public static List<SparkSetting> all() {
        return ALL;
    }

    /** @return those that a run is sized by; none where Spark is not what sizes it */
    public static List<SparkSetting> of(Sizing sizing) {
        return switch (sizing) {
            case TASK -> List.of();
            case SPARK_ON_EMR -> ALL;
            case SPARK_ON_SERVERLESS -> EmrServerlessSettings.SPARK;
            case SPARK_ON_KUBERNETES -> EksSettings.SPARK;
        };
    }

    private static SparkSetting count(String suffix, String sparkKey, int defaultValue) {
        return SparkSetting.count(named(suffix), sparkKey, defaultValue);
    }

    private static SparkSetting flag(String suffix, String sparkKey, boolean defaultValue) {
        return SparkSetting.flag(named(suffix), sparkKey, defaultValue);
    }

    private static SparkSetting text(
            String suffix, String sparkKey, String defaultValue, String regex, String allowedInWords) {
        return SparkSetting.text(named(suffix), sparkKey, defaultValue, regex, allowedInWords);
    }

    private static SettingBuilder<String> named(String suffix) {
        return SettingBuilder.ofInstance(PREFIX + suffix, SettingType.STRING);
    }

    static SettingGroup group() {
        return new SettingGroup(
                "Spark on EMR and on the permanent EMR cluster",
                ALL.stream().<Setting<?>>map(SparkSetting::setting).toList());
    }
}
