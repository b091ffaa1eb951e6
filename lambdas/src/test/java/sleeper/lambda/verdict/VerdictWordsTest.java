package sleeper.lambda.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;

class VerdictWordsTest {
    private static final AttemptId LONGEST = new AttemptId(new JobId("j".repeat(JobId.MAX_LENGTH)), 1_000);

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldKeepToTheLengthsAndToAsciiInTheSubject(ErrorCode code) {
        Fault fault = new Fault(code, "ü".repeat(2_000), "😀".repeat(1_000), "x".repeat(2_000), "y".repeat(2_000));
        Outcome outcome = Outcome.failed(LONGEST, JobStatus.REJECTED, Collections.nCopies(100, fault));

        VerdictDto dto = new VerdictWords(outcome, "t".repeat(64), "failure").toDto();

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

        assertThat(new VerdictWords(outcome, "t", "failure").toDto().message())
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

        assertThat(new VerdictWords(outcome, "t", "success").toDto())
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
}
