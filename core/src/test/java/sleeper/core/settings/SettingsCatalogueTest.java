package sleeper.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.Fault;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;

class SettingsCatalogueTest {
    /** The guide's properties with the values it shows; where ours differ, {@code departures.md} says why. */
    @ParameterizedTest
    @CsvSource({
        "bulk.import.emr.release.label,                emr-7.13.0",
        "bulk.import.emr.master.instance.type,         m5.xlarge",
        "bulk.import.emr.executor.instance.type,       m5.4xlarge",
        "bulk.import.emr.executor.initial.instances,   2",
        "bulk.import.emr.executor.max.instances,       10"
    })
    void shouldPairTheGuidesInstanceAndTableProperties(String suffix, String value) {
        Setting<?> setting = SettingsCatalogue.ofInstance().get("sleeper.default." + suffix);

        assertThat(setting.defaultText()).isEqualTo(value);
        assertThat(SettingsCatalogue.ofTable().get("sleeper.table." + suffix)).isSameAs(setting);
    }

    @ParameterizedTest
    @CsvSource({
        "sleeper.bulk.import.persistent.emr.release.label,            emr-7.13.0",
        "sleeper.bulk.import.persistent.emr.master.instance.type,     m5.xlarge",
        "sleeper.bulk.import.persistent.emr.core.instance.type,       m5.4xlarge",
        "sleeper.bulk.import.persistent.emr.use.managed.scaling,      true",
        "sleeper.bulk.import.persistent.emr.min.instances,            1",
        "sleeper.bulk.import.persistent.emr.max.instances,            10",
        "sleeper.bulk.import.persistent.emr.step.concurrency.level,   2",
        "sleeper.bulk.import.emr.spark.driver.cores,                  5",
        "sleeper.bulk.import.emr.spark.driver.memory,                 16g",
        "sleeper.bulk.import.emr.spark.executor.cores,                5",
        "sleeper.bulk.import.emr.spark.executor.memory,               16g",
        "sleeper.bulk.import.emr.spark.executor.heartbeat.interval,   60s",
        "sleeper.bulk.import.emr.spark.executor.instances,            29",
        "sleeper.bulk.import.emr.spark.yarn.executor.memory.overhead, 2g",
        "sleeper.bulk.import.emr.spark.yarn.driver.memory.overhead,   2g",
        "sleeper.bulk.import.emr.spark.yarn.scheduler.reporter.thread.max.failures, 5",
        "sleeper.bulk.import.emr.spark.dynamic.allocation.enabled,    false",
        "sleeper.bulk.import.emr.spark.default.parallelism,           290",
        "sleeper.bulk.import.emr.spark.memory.fraction,               0.80",
        "sleeper.bulk.import.emr.spark.memory.storage.fraction,       0.30",
        "sleeper.bulk.import.emr.spark.network.timeout,               800s",
        "sleeper.bulk.import.emr.spark.storage.level,                 MEMORY_AND_DISK_SER",
        "sleeper.bulk.import.emr.spark.rdd.compress,                  true",
        "sleeper.bulk.import.emr.spark.shuffle.compress,              true",
        "sleeper.bulk.import.emr.spark.shuffle.spill.compress,        true",
        "sleeper.bulk.import.emr.spark.sql.shuffle.partitions,        290"
    })
    void shouldHaveTheGuidesInstanceDefaults(String name, String value) {
        assertThat(SettingsCatalogue.ofInstance().get(name).defaultText()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleeper.ingest.job.queue.url",
                "sleeper.bulk.import.emr.job.queue.url",
                "sleeper.bulk.import.persistent.emr.job.queue.url",
                "sleeper.ingest.source.bucket",
                "sleeper.ingest.max.local.records",
                "sleeper.optional.stacks",
                "sleeper.bulk.import.class.name",
                "sleeper.bulk.import.emr.keypair.name",
                "sleeper.bulk.import.emr.master.additional.security.group",
                "sleeper.bulk.import.emr.spark.driver.extra.java.options",
                "sleeper.bulk.import.emr.spark.executor.extra.java.options",
                "sleeper.errors.email",
                "IngestContainerRoleARN"
            })
    void shouldHaveTheGuidesOtherProperties(String name) {
        assertThat(SettingsCatalogue.ofInstance()).containsKey(name);
    }

    @ParameterizedTest
    @EnumSource(JobQueue.class)
    void shouldHaveAPropertyForEachQueue(JobQueue queue) {
        assertThat(SettingsCatalogue.ofInstance().get(queue.urlProperty()).isSetByDeployment())
                .isTrue();
    }

    @Test
    void shouldHandTheOverheadToSparkUnderItsPresentName() {
        assertThat(SparkSettings.all().stream()
                        .filter(setting -> setting.setting().name().contains("memory.overhead"))
                        .map(SparkSetting::sparkKey))
                .containsExactly("spark.executor.memoryOverhead", "spark.driver.memoryOverhead");
    }

    @Test
    void shouldDeployTheIngestStackWhereNothingElseIsSaid() {
        assertThat(InstanceSettings.deployedPlatforms(
                        Settings.ofInstance(Map.of()).get(InstanceSettings.OPTIONAL_STACKS)))
                .containsExactly(Platform.STANDARD);
    }

    @Test
    void shouldTakeTheStackOfEveryPlatformAndThatOfViewsAndNoOther() {
        List<String> stacks = Arrays.stream(Platform.values())
                .map(platform -> platform.description().stack())
                .toList();
        assertThat(InstanceSettings.OPTIONAL_STACKS.parse(String.join(",", stacks)))
                .isEqualTo(stacks);
        assertThat(InstanceSettings.deployedPlatforms(stacks)).containsExactly(Platform.values());
        assertThat(InstanceSettings.publishesViews(stacks)).isFalse();
        assertThat(InstanceSettings.publishesViews(InstanceSettings.OPTIONAL_STACKS.parse("IngestStack,IcebergStack")))
                .isTrue();
        assertThat(PropertyChecks.instance("p", Map.of("sleeper.optional.stacks", "IngestStack,EmrStack")))
                .extracting(Fault::allowed)
                .containsExactly("IngestStack, EmrBulkImportStack, PersistentEmrBulkImportStack,"
                        + " EmrServerlessBulkImportStack, EksBulkImportStack, IcebergStack");
    }
}
