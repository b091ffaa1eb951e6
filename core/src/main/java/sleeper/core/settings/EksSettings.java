package sleeper.core.settings;

import static sleeper.core.settings.SettingBuilder.ofTable;

import java.util.List;
import sleeper.core.platform.JobSettings;

/** Spark on Kubernetes: the pods of a job. */
public final class EksSettings {
    private static final String OF_TABLE = "bulk.import.eks.";

    /** What a run is sized by; the values are the guide's. */
    static final List<SparkSetting> SPARK = List.of(
            of("driver.cores", "spark.driver.cores", "1"),
            of("driver.memory", "spark.driver.memory", "7g"),
            of("driver.memory.overhead", "spark.driver.memoryOverhead", "1g"),
            of("executor.cores", "spark.executor.cores", "1"),
            of("executor.memory", "spark.executor.memory", "7g"),
            of("executor.memory.overhead", "spark.executor.memoryOverhead", "1g"),
            of("executor.instances", "spark.executor.instances", "3"));

    private EksSettings() {}

    private static SparkSetting of(String suffix, String sparkKey, String defaultValue) {
        return SparkSetting.of(
                ofTable(OF_TABLE + suffix, SettingType.STRING).ofJobs(JobSettings.KUBERNETES_PODS),
                sparkKey,
                defaultValue);
    }

    static SettingGroup group() {
        return SparkSetting.group("Spark on Kubernetes", SPARK);
    }
}
