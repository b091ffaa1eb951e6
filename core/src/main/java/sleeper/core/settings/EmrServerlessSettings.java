package sleeper.core.settings;

import static sleeper.core.settings.SettingBuilder.between;
import static sleeper.core.settings.SettingBuilder.ofInstance;
import static sleeper.core.settings.SettingBuilder.ofTable;

import java.util.List;
import sleeper.core.platform.JobSettings;
import sleeper.core.platform.SparkRelease;

/** EMR Serverless: the application that runs of all jobs share, and the workers of a job's run. */
public final class EmrServerlessSettings {
    private static final String OF_TABLE = "bulk.import.emr.serverless.";

    /** As EMR Serverless has it for a worker's standard disk. */
    private static final SparkValue DISK = SparkValue.size("20g", "200g");

    public static final Setting<String> RELEASE_LABEL = ofInstance(
                    "sleeper.bulk.import.emr.serverless.release.label", SettingType.STRING)
            .range(SparkRelease.ALLOWED, SparkRelease::isLabel)
            .defaultValue(BulkImportSettings.RELEASE)
            .readBy(SettingReader.VALIDATION, SettingReader.DEPLOYMENT)
            .meaning("The EMR release of the application.");

    public static final Setting<Integer> MAX_VCPUS = between(
                    ofInstance("sleeper.bulk.import.emr.serverless.max.vcpus", SettingType.INT), 1, 16_000)
            .unit("vCPUs")
            .defaultValue(400)
            .readBy(SettingReader.VALIDATION, SettingReader.DEPLOYMENT)
            .meaning("Most vCPUs that the application has in use at a time, over all jobs; a run beyond it waits.");

    public static final Setting<Integer> MAX_MEMORY_GIB = between(
                    ofInstance("sleeper.bulk.import.emr.serverless.max.memory", SettingType.INT), 1, 128_000)
            .unit("GiB")
            .defaultValue(3_000)
            .readBy(SettingReader.VALIDATION, SettingReader.DEPLOYMENT)
            .meaning("Most memory that the application has in use at a time, over all jobs; a run beyond it waits.");

    /** What a run is sized by. */
    static final List<SparkSetting> SPARK = List.of(
            of("driver.cores", "spark.driver.cores", "4"),
            of("driver.memory", "spark.driver.memory", "14g"),
            SparkSetting.of(worker("driver.disk"), "spark.emr-serverless.driver.disk", "20g", DISK),
            of("executor.cores", "spark.executor.cores", "4"),
            of("executor.memory", "spark.executor.memory", "14g"),
            SparkSetting.of(worker("executor.disk"), "spark.emr-serverless.executor.disk", "100g", DISK),
            of("executor.initial.instances", "spark.executor.instances", "3"),
            of("executor.max.instances", "spark.dynamicAllocation.maxExecutors", "20"));

    private EmrServerlessSettings() {}

    private static SparkSetting of(String suffix, String sparkKey, String defaultValue) {
        return SparkSetting.of(worker(suffix), sparkKey, defaultValue);
    }

    private static SettingBuilder<String> worker(String suffix) {
        return ofTable(OF_TABLE + suffix, SettingType.STRING).ofJobs(JobSettings.EMR_SERVERLESS_WORKERS);
    }

    static SettingGroup application() {
        return new SettingGroup("The EMR Serverless application", List.of(RELEASE_LABEL, MAX_VCPUS, MAX_MEMORY_GIB));
    }

    static SettingGroup workers() {
        return SparkSetting.group("Spark on EMR Serverless", SPARK);
    }
}
