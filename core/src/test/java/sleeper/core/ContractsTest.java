package sleeper.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Test
    void shouldKeepTheWordsOfTheQueuesAndThePropertiesOfTheirUrls() {
        assertThat(Arrays.stream(JobQueue.values()).map(queue -> queue.word() + " " + queue.urlProperty()))
                .containsExactly(
                        "standard sleeper.ingest.job.queue.url",
                        "emr sleeper.bulk.import.emr.job.queue.url",
                        "persistent-emr sleeper.bulk.import.persistent.emr.job.queue.url",
                        "emr-serverless sleeper.bulk.import.emr.serverless.job.queue.url",
                        "eks sleeper.bulk.import.eks.job.queue.url",
                        "auto sleeper.auto.job.queue.url");
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
