package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobView;
import sleeper.statestore.job.StoredJob;

class JobActionsTest {
    private static final JobId ID = new JobId("j");

    private static JobView job(JobStatus... attempts) {
        List<AttemptView> views = new ArrayList<>();
        for (JobStatus status : attempts) {
            views.add(new AttemptView(
                    new AttemptId(ID, views.size() + 1), status, Instant.EPOCH, Optional.empty(), List.of(), 0, 0));
        }
        JobStatus status = attempts.length == 0 ? JobStatus.ACCEPTED : attempts[attempts.length - 1];
        StoredJob stored = new StoredJob(ID, "{}", "digest", "standard", "m", Instant.EPOCH);
        return new JobView(stored, "t", status, views, List.of());
    }

    private static Fault refused(Runnable action) {
        return catchThrowableOfType(InvalidRequestException.class, action::run)
                .faults()
                .get(0);
    }

    @Test
    void shouldActOnTheAttemptThatWasShownIfItIsTheLast() {
        assertThatCode(() -> JobActions.expectLast(job(JobStatus.FAILED), 1, "No."))
                .doesNotThrowAnyException();
        assertThatCode(() -> JobActions.expectLast(job(JobStatus.FAILED, JobStatus.RUNNING), 2, "No."))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNotActOnAJobThatHasMovedOn() {
        Fault fault = refused(() -> JobActions.expectLast(job(JobStatus.FAILED, JobStatus.RUNNING), 1, "No."));

        assertThat(fault.code()).isEqualTo(ErrorCode.WRONG_STATUS);
        assertThat(fault.found()).isEqualTo("attempt 2, which is RUNNING");
        assertThat(fault.allowed()).isEqualTo("attempt 1, which was shown");
        assertThat(fault.action()).contains("Look at the job");
    }

    @Test
    void shouldNotActOnAnAttemptThatWasNever() {
        assertThat(refused(() -> JobActions.expectLast(job(JobStatus.FAILED), 7, "No."))
                        .found())
                .isEqualTo("attempt 1, which is FAILED");
    }

    @ParameterizedTest
    @EnumSource(
            value = JobStatus.class,
            names = {"ACCEPTED", "RUNNING"},
            mode = EnumSource.Mode.EXCLUDE)
    void shouldStopNothingThatHasEnded(JobStatus status) {
        Fault fault = refused(() -> JobActions.running(job(status)));

        assertThat(fault).isEqualTo(Fault.of(ErrorCode.WRONG_STATUS, "job j", status.name(), "ACCEPTED or RUNNING"));
    }

    @Test
    void shouldStopTheLastAttemptThatRuns() {
        assertThat(JobActions.running(job(JobStatus.FAILED, JobStatus.RUNNING)).attempt())
                .isEqualTo(new AttemptId(ID, 2));
    }

    @Test
    void shouldStopNothingWhereThereIsNoAttempt() {
        assertThat(refused(() -> JobActions.running(job())).found()).isEqualTo("no attempt yet");
    }
}
