package sleeper.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.ErrorCode;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.Setting;
import sleeper.core.settings.SettingsCatalogue;

/** Names that people and programs outside rely on, written out: to change one is to break them. */
class ContractsTest {
    @Test
    void shouldKeepTheErrorCodes() {
        assertThat(Arrays.stream(ErrorCode.values()).map(Enum::name))
                .contains(
                        "MALFORMED_JSON",
                        "UNKNOWN_FIELD",
                        "WRONG_TYPE",
                        "UNKNOWN_PROPERTY",
                        "VALUE_OUT_OF_RANGE",
                        "BAD_ID",
                        "JOB_ID_CONFLICT",
                        "UNKNOWN_TABLE",
                        "NO_FILES",
                        "FILE_NOT_FOUND",
                        "FILE_FORBIDDEN",
                        "SOURCE_NOT_ALLOWED",
                        "DUPLICATE_FILE",
                        "NOT_PARQUET",
                        "CORRUPT_FILE",
                        "LIMIT_EXCEEDED",
                        "SCHEMA_MISMATCH",
                        "NULL_VALUE",
                        "INPUT_CHANGED",
                        "PLATFORM_NOT_DEPLOYED",
                        "TOO_FEW_PARTITIONS",
                        "SPARK_CONF_NOT_ALLOWED",
                        "CLASS_NOT_ALLOWED",
                        "SIZE_NOT_AVAILABLE",
                        "DISK_FULL",
                        "OUT_OF_MEMORY",
                        "TASK_LOST",
                        "TIMED_OUT",
                        "ABORTED",
                        "COMMIT_CONTENTION",
                        "LOG_CORRUPT");
    }

    /** The guide names the queue of the permanent cluster, and the properties of all that it has. */
    @ParameterizedTest
    @CsvSource({
        "standard,       prod-IngestJobQ,               sleeper.ingest.job.queue.url,                         IngestStack",
        "emr,            prod-BulkImportEMRQ,           sleeper.bulk.import.emr.job.queue.url,                EmrBulkImportStack",
        "persistent-emr, prod-BulkImportPersistentEMRQ, sleeper.bulk.import.persistent.emr.job.queue.url,     PersistentEmrBulkImportStack",
        "emr-serverless, prod-BulkImportEMRServerlessQ, sleeper.bulk.import.emr.serverless.job.queue.url,     EmrServerlessBulkImportStack",
        "eks,            prod-BulkImportEKSQ,           sleeper.bulk.import.eks.job.queue.url,                EksBulkImportStack",
        "auto,           prod-AutoJobQ,                 sleeper.auto.job.queue.url,                           none"
    })
    void shouldKeepWordNamePropertyAndStackOfEachQueue(String word, String name, String property, String stack) {
        JobQueue queue = JobQueue.ofWord(word).orElseThrow();

        assertThat(new InstanceNames("prod").queue(queue)).isEqualTo(name);
        assertThat(queue.urlProperty()).isEqualTo(property);
        assertThat(queue.platform()
                        .map(platform -> platform.description().stack())
                        .orElse("none"))
                .isEqualTo(stack);
    }

    @Test
    void shouldHaveTheQueuesThatTheSpecificationHas() {
        assertThat(Arrays.stream(JobQueue.values()).map(JobQueue::word))
                .containsExactly("standard", "emr", "persistent-emr", "emr-serverless", "eks", "auto");
    }

    @Test
    void shouldKeepTheClassNamesThatJobsMayGive() {
        assertThat(BulkImportSettings.CLASS_NAMES)
                .containsExactly(
                        "sleeper.bulkimport.job.runner.columnar.BulkImportJobColumnarRunner",
                        "sleeper.bulkimport.job.runner.dataframe.BulkImportJobDataframeRunner",
                        "sleeper.bulkimport.job.runner.rdd.BulkImportJobRDDRunner");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleeper.ingest.memory.budget|1g",
                "sleeper.notify.success|false",
                "sleeper.ingest.duplicate.files|warn",
                "sleeper.bulk.import.allowed.schemes|s3,s3a",
                "sleeper.bulk.import.spark.conf.allowed|''",
                "sleeper.bulk.import.class.name|sleeper.bulkimport.job.runner.columnar.BulkImportJobColumnarRunner",
                "sleeper.table.allowed.sources|''",
                "sleeper.table.bulk.import.min.leaf.partitions|256",
                "sleeper.table.bulk.import.presplit|true"
            })
    void shouldKeepTheNamesAndDefaultsOfOurOwnProperties(String name, String defaultText) {
        assertThat(Stream.of(SettingsCatalogue.ofInstance(), SettingsCatalogue.ofTable())
                        .filter(known -> known.containsKey(name))
                        .map(known -> known.get(name))
                        .map(Setting::defaultText))
                .containsExactly(defaultText);
    }
}
