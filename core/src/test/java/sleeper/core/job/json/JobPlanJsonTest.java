package sleeper.core.job.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderValue;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.RunEstimate;
import sleeper.core.job.RunEstimate.Cost;
import sleeper.core.job.RunEstimate.SizeAdvice;
import sleeper.core.json.GoldenFile;
import sleeper.core.json.StoredJson;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.source.LeftOut;
import sleeper.core.table.TableName;

class JobPlanJsonTest {
    private static final JobPlan PLAN = new JobPlan(
            new AttemptId(new JobId("orders-7"), 2),
            "d1",
            new TableName("orders"),
            "i1",
            new Schema(List.of(Field.required("k", PrimitiveType.INT)), List.of(), List.of()),
            PartitionTree.ofGrid(List.of(List.of(new KeyValue.OfInt(5)))),
            Platform.EMR,
            List.of("the queue says so"),
            List.of("file b/f was loaded by orders-6"),
            List.of(new InputFile(new FilePath("b", "d/f.parquet"), new FileVersion(123, "e"), 7, 1)),
            List.of("hdfs://node/in/"),
            List.of(
                    new LeftOut(LeftOut.Reason.MARKER, 1, List.of("b/d/_SUCCESS")),
                    new LeftOut(LeftOut.Reason.OTHER_NAME, 3, List.of("b/d/a.csv", "b/d/b.csv"))),
            Map.of("sleeper.ingest.memory.budget", "1g"),
            Map.of("spark.executor.instances", "29"),
            Optional.of("a.B"),
            Optional.of(new RunEstimate(
                    Duration.ofMinutes(6),
                    Duration.ofMinutes(20),
                    Optional.of(new Cost(new BigDecimal("0.5000"), new BigDecimal("2.2500"), "USD")),
                    "a cluster",
                    Optional.of(new SizeAdvice(4, 5, 16_384, 2)),
                    "prices of a day")));

    @Test
    void shouldWriteAPlanAsTheGoldenFileHasIt() {
        assertThat(StoredJson.parse("The plan", JobPlanJson.write(PLAN)).toPrettyString())
                .isEqualTo(GoldenFile.read("job-plan.json"));
    }

    @Test
    void shouldReadBackWhatItWrote() {
        assertThat(JobPlanJson.read(JobPlanJson.write(PLAN))).isEqualTo(PLAN);
    }

    @Test
    void shouldReadAPlanThatWasStoredWithoutTheSourcesLeftToTheRun() {
        String former = JobPlanJson.write(PLAN).replace("\"unresolved\":[\"hdfs://node/in/\"],", "");

        JobPlan plan = JobPlanJson.read(former);

        assertThat(plan.unresolved()).isEmpty();
        assertThat(plan.warnings()).isEqualTo(PLAN.warnings());
        assertThat(JobPlanJson.write(plan)).isEqualTo(former);
    }

    @Test
    void shouldReadAPlanThatWasStoredWithoutAnEstimate() {
        String former = JobPlanJson.write(PLAN).replaceFirst(",\"estimate\":.*$", "}");

        JobPlan plan = JobPlanJson.read(former);

        assertThat(plan.estimate()).isEmpty();
        assertThat(plan.className()).isEqualTo(PLAN.className());
        assertThat(JobPlanJson.write(plan)).isEqualTo(former).doesNotContain("estimate");
    }

    @Test
    void shouldReadBackAnEstimateWithoutAPriceAndWithoutSpark() {
        RunEstimate estimate = new RunEstimate(
                Duration.ZERO, Duration.ofSeconds(5), Optional.empty(), "a task", Optional.empty(), "prices of a day");
        JobPlan plan = planWith(estimate);

        String written = JobPlanJson.write(plan);

        assertThat(written)
                .endsWith("\"estimate\":{\"secondsLeast\":0,\"secondsMost\":5,\"machines\":\"a task\","
                        + "\"restsOn\":\"prices of a day\"}}");
        assertThat(JobPlanJson.read(written)).isEqualTo(plan);
    }

    @Test
    void shouldKeepTheEstimateOfAPlanThatIsChanged() {
        assertThat(List.of(
                        PLAN.resolved(List.of(), List.of(), List.of()),
                        PLAN.forAttempt(new AttemptId(new JobId("orders-7"), 3)),
                        PLAN.withWarnings(List.of("more"))))
                .allSatisfy(plan -> assertThat(plan.estimate()).isEqualTo(PLAN.estimate()));
    }

    private static JobPlan planWith(RunEstimate estimate) {
        return new JobPlan(
                PLAN.attempt(),
                PLAN.digest(),
                PLAN.table(),
                PLAN.incarnation(),
                PLAN.schema(),
                PLAN.partitions(),
                PLAN.platform(),
                PLAN.reasons(),
                PLAN.warnings(),
                PLAN.inputs(),
                PLAN.unresolved(),
                PLAN.leftOut(),
                PLAN.settings(),
                PLAN.sparkConf(),
                PLAN.className(),
                Optional.of(estimate));
    }

    @Test
    void shouldReadBackWhatFoldersSayOfAFile() {
        // Given
        InputFile input = new InputFile(
                new FilePath("b", "year=2026/day=__HIVE_DEFAULT_PARTITION__/f.parquet"),
                new FileVersion(123, "e"),
                7,
                1,
                List.of(new FolderValue("year", Optional.of("2026")), new FolderValue("day", Optional.empty())));
        JobPlan plan = new JobPlan(
                PLAN.attempt(),
                PLAN.digest(),
                PLAN.table(),
                PLAN.incarnation(),
                PLAN.schema(),
                PLAN.partitions(),
                PLAN.platform(),
                List.of(),
                List.of(),
                List.of(input),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Optional.empty());
        // When
        String written = JobPlanJson.write(plan);
        // Then
        assertThat(written).contains("\"folderValues\":[{\"field\":\"year\",\"text\":\"2026\"},{\"field\":\"day\"}]");
        assertThat(JobPlanJson.read(written)).isEqualTo(plan);
    }

    @Test
    void shouldReadAPlanThatWasStoredWithoutWhatIsLeftOut() {
        String former = JobPlanJson.write(PLAN).replaceFirst("\"leftOut\":\\[.*?\\],\"settings\"", "\"settings\"");

        JobPlan plan = JobPlanJson.read(former);

        assertThat(plan.leftOut()).isEmpty();
        assertThat(JobPlanJson.write(plan)).isEqualTo(former).doesNotContain("leftOut");
    }

    @Test
    void shouldTellPeopleWhatIsLeftToTheRunAndLeftOutBesideTheWarnings() {
        assertThat(PLAN.withWarnings(List.of("more")).advice())
                .containsExactly(
                        "hdfs://node/in/ is in no bucket: the run lists, checks and pins it before it writes anything.",
                        "not read: 3 files whose names do not end in .parquet, .parq or .pq: b/d/a.csv, b/d/b.csv, and 1 more",
                        "file b/f was loaded by orders-6",
                        "more");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"format\":1`,`\"format\":0`",
                "`\"format\":1`,`\"format\":\"2\"`",
                "`\"attempt\":2`,`\"attempt\":0`",
                "`\"rowCount\":7`,`\"rowCount\":\"7\"`",
                "`\"bucket\":\"b\"`,`\"bucket\":\"..\"`",
                "`\"reason\":\"MARKER\",\"count\":1`,`\"reason\":\"MARKER\",\"count\":0`",
                "`\"costLeast\":\"0.5000\"`,`\"costLeast\":\"9\"`",
                "`\"costLeast\":\"0.5000\"`,`\"costLeast\":\"much\"`",
                "`\"secondsLeast\":360`,`\"secondsLeast\":3600`",
                "`\"executors\":4`,`\"executors\":0`",
                "`\"digest\":\"d1\",`,``"
            })
    void shouldCallCorruptWhatIsNoPlan(String written, String damaged) {
        String text = JobPlanJson.write(PLAN);
        assertThat(text).contains(written);

        assertThatThrownBy(() -> JobPlanJson.read(text.replace(written, damaged)))
                .isInstanceOf(CorruptDataException.class);
    }

    @Test
    void shouldNotCallCorruptWhatALaterVersionWrote() {
        assertThatThrownBy(() -> JobPlanJson.read("{\"format\":2,\"what\":\"ever\"}"))
                .isInstanceOf(VersionTooOldException.class)
                .hasMessageContaining("VERSION_TOO_OLD at a plan: found format 2")
                .hasMessageContaining("Run the newer version; the data is not damaged.");
    }

    @Test
    void shouldCallAReasonThatThisVersionDoesNotKnowThatOfALaterVersion() {
        assertThatThrownBy(() -> JobPlanJson.read(JobPlanJson.write(PLAN).replace("\"MARKER\"", "\"MOON\"")))
                .isInstanceOf(VersionTooOldException.class)
                .hasMessageContaining("VERSION_TOO_OLD at what is left out: found Reason 'MOON'");
    }

    @Test
    void shouldCallAPlatformThatThisVersionDoesNotKnowThatOfALaterVersion() {
        assertThatThrownBy(() -> JobPlanJson.read(JobPlanJson.write(PLAN).replace("\"emr\"", "\"moon\"")))
                .isInstanceOf(VersionTooOldException.class)
                .hasMessageContaining("VERSION_TOO_OLD at a plan: found platform 'moon'");
    }
}
