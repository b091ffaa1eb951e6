package sleeper.core.settings;

import java.util.List;
import sleeper.core.platform.Sizing;

/** Settings that are handed to Spark under a name of Spark's: those of both kinds of EMR cluster stand here. */
public final class SparkSettings {
    private static final String PREFIX = "sleeper.bulk.import.emr.spark.";
    /** The guide's, with the garbage collection log that Java 17 knows. */
    private static final String JAVA_OPTIONS =
            "-XX:+UseG1GC -XX:+UnlockDiagnosticVMOptions -XX:InitiatingHeapOccupancyPercent=35 -Xlog:gc*"
                    + " -XX:OnOutOfMemoryError='kill -9 %p'";

    private static final SparkValue OPTIONS_OF_JAVA = SparkValue.matching("options of Java 17", ".*");

    private static final List<SparkSetting> ALL = List.of(
            of("driver.cores", "spark.driver.cores", "5"),
            of("driver.memory", "spark.driver.memory", "16g"),
            of("driver.extra.java.options", "spark.driver.extraJavaOptions", JAVA_OPTIONS, OPTIONS_OF_JAVA),
            of("executor.cores", "spark.executor.cores", "5"),
            of("executor.memory", "spark.executor.memory", "16g"),
            of("executor.heartbeat.interval", "spark.executor.heartbeatInterval", "60s"),
            of("executor.instances", "spark.executor.instances", "29"),
            of("executor.extra.java.options", "spark.executor.extraJavaOptions", JAVA_OPTIONS, OPTIONS_OF_JAVA),
            of("yarn.executor.memory.overhead", "spark.executor.memoryOverhead", "2g"),
            of("yarn.driver.memory.overhead", "spark.driver.memoryOverhead", "2g"),
            of("yarn.scheduler.reporter.thread.max.failures", "spark.yarn.scheduler.reporterThread.maxFailures", "5"),
            of("dynamic.allocation.enabled", "spark.dynamicAllocation.enabled", "false"),
            of("default.parallelism", "spark.default.parallelism", "290"),
            of("memory.fraction", "spark.memory.fraction", "0.80"),
            of("memory.storage.fraction", "spark.memory.storageFraction", "0.30"),
            of("network.timeout", "spark.network.timeout", "800s"),
            of("storage.level", "spark.storage.level", "MEMORY_AND_DISK_SER"),
            of("rdd.compress", "spark.rdd.compress", "true"),
            of("shuffle.compress", "spark.shuffle.compress", "true"),
            of("shuffle.spill.compress", "spark.shuffle.spill.compress", "true"),
            of("sql.shuffle.partitions", "spark.sql.shuffle.partitions", "290"));

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

    private static SparkSetting of(String suffix, String sparkKey, String defaultValue) {
        return SparkSetting.of(named(suffix), sparkKey, defaultValue);
    }

    private static SparkSetting of(String suffix, String sparkKey, String defaultValue, SparkValue allowed) {
        return SparkSetting.of(named(suffix), sparkKey, defaultValue, allowed);
    }

    private static SettingBuilder<String> named(String suffix) {
        return SettingBuilder.ofInstance(PREFIX + suffix, SettingType.STRING);
    }

    static SettingGroup group() {
        return SparkSetting.group("Spark on EMR and on the permanent EMR cluster", ALL);
    }
}
