package sleeper.core.settings;

import static sleeper.core.settings.SettingBuilder.ofTable;

import java.util.List;
import sleeper.core.platform.JobSettings;

/** Spark on Kubernetes: the pods of a job. */
public final class EksSettings {
    private static final String OF_TABLE = "bulk.import.eks.";

    public static final SparkSetting DRIVER_CORES = SparkSetting.count(pod("driver.cores"), "spark.driver.cores", 1);
    public static final SparkSetting DRIVER_MEMORY =
            SparkSetting.size(pod("driver.memory"), "spark.driver.memory", "7g");
    public static final SparkSetting DRIVER_OVERHEAD =
            SparkSetting.size(pod("driver.memory.overhead"), "spark.driver.memoryOverhead", "1g");

    /** What a run is sized by; the values are the guide's. */
    static final List<SparkSetting> SPARK = List.of(
            DRIVER_CORES,
            DRIVER_MEMORY,
            DRIVER_OVERHEAD,
            SparkSetting.count(pod("executor.cores"), "spark.executor.cores", 1),
            SparkSetting.size(pod("executor.memory"), "spark.executor.memory", "7g"),
            SparkSetting.size(pod("executor.memory.overhead"), "spark.executor.memoryOverhead", "1g"),
            SparkSetting.count(pod("executor.instances"), "spark.executor.instances", 3));

    private EksSettings() {}

    private static SettingBuilder<String> pod(String suffix) {
        return ofTable(OF_TABLE + suffix, SettingType.STRING).ofJobs(JobSettings.KUBERNETES_PODS);
    }

    static SettingGroup group() {
        return new SettingGroup(
                "Spark on Kubernetes",
                SPARK.stream().<Setting<?>>map(SparkSetting::setting).toList());
    }
}
