package sleeper.lambda.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.job.RunEstimate;
import sleeper.core.job.RunEstimate.Cost;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;

class VerdictWordsTest {
    private static final AttemptId LONGEST = new AttemptId(new JobId("j".repeat(JobId.MAX_LENGTH)), 1_000);

    private static final JobPlan PLAN = new JobPlan(
            LONGEST,
            "d",
            new TableName("t"),
            "i",
            new Schema(List.of(Field.required("k", PrimitiveType.INT)), List.of(), List.of()),
            new PartitionTree(1, new PartitionTree.Leaf()),
            Platform.EMR,
            List.of("It costs least.", "eks: more. " + "é".repeat(600)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.of(new RunEstimate(
                    Duration.ofMinutes(6),
                    Duration.ofMinutes(20),
                    Optional.of(new Cost(new BigDecimal("0.5"), new BigDecimal("2.25"), "USD")),
                    "a cluster of its own",
                    Optional.empty(),
                    "prices of a day")));

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldKeepToTheLengthsAndToAsciiInTheSubject(ErrorCode code) {
        Fault fault = new Fault(code, "ü".repeat(2_000), "😀".repeat(1_000), "x".repeat(2_000), "y".repeat(2_000));
        Outcome outcome = Outcome.failed(LONGEST, JobStatus.REJECTED, Collections.nCopies(100, fault));

        VerdictDto dto = new VerdictWords(outcome, "t".repeat(64), "failure", Optional.of(PLAN)).toDto();

        assertThat(dto.subject())
                .hasSizeLessThanOrEqualTo(100)
                .matches("[ -~]+")
                .startsWith("Job jjj");
        assertThat(dto.cause().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(2_048);
        assertThat(dto.message().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4_096);
        assertThat(dto.message()).contains("Cause: " + code, "Next step: ", "Faults (100):");
        assertThat(dto.cause() + dto.message()).doesNotContain("\uFFFD");
    }

    @Test
    void shouldShowUserTextWithoutLineBreaks() {
        Fault fault = Fault.of(ErrorCode.FILE_NOT_FOUND, "files[0]", "a\r\nSubject: other\u001b[31m", "");
        Outcome outcome = Outcome.failed(LONGEST, JobStatus.REJECTED, List.of(fault));

        assertThat(new VerdictWords(outcome, "t", "failure", Optional.empty())
                        .toDto()
                        .message())
                .contains("found a  Subject: other [31m")
                .doesNotContain("\r", "\u001b");
    }

    @Test
    void shouldTellACommitInOneSentence() {
        Outcome outcome = new Outcome(
                new AttemptId(new JobId("j"), 2),
                new AttemptId(new JobId("j"), 1),
                JobStatus.COMMITTED,
                List.of(),
                7,
                1);

        assertThat(new VerdictWords(outcome, "t", "success", Optional.empty()).toDto())
                .isEqualTo(new VerdictDto(
                        "j",
                        2,
                        "COMMITTED",
                        "",
                        "Attempt 1 committed 7 rows in 1 file.",
                        7,
                        1,
                        "success",
                        "Job j committed",
                        "Job: j\nTable: t\nAttempt: 2\nState: COMMITTED\nExecution: j-a2 of ingest-job\n\nAttempt 1"
                                + " committed 7 rows in 1 file.\n",
                        "",
                        ""));
    }

    @Test
    void shouldTellWhereTheJobRanAndWhatItWasExpectedToTakeAndCost() {
        Outcome outcome = new Outcome(LONGEST, LONGEST, JobStatus.COMMITTED, List.of(), 7, 1);

        String message = new VerdictWords(outcome, "t", "success", Optional.of(PLAN))
                .toDto()
                .message();

        assertThat(message.lines().toList().subList(5, 7))
                .satisfiesExactly(
                        platform -> assertThat(platform)
                                .startsWith("Platform: emr. It costs least. eks: more. éé")
                                .hasSizeBetween(250, 300),
                        expected -> assertThat(expected)
                                .isEqualTo(
                                        "Expected on AWS: 6 min 0 s to 20 min 0 s and 0.50 to 2.25 USD, for a cluster"
                                                + " of its own, by prices of a day"));
    }
}
