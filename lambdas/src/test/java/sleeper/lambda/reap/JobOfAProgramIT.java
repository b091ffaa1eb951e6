package sleeper.lambda.reap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.JobId;
import sleeper.lambda.TestInstance;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.StoredJob;

/** A job whose rows a program hands over has no execution, and nothing may start one. */
class JobOfAProgramIT {
    @TempDir
    private Path home;

    private TestInstance instance;

    @BeforeEach
    void leaveAnAttemptUndecided() {
        instance = new TestInstance(home);
        JobStore jobs = instance.stores().jobs();
        jobs.putJob(new StoredJob(
                new JobId("j"),
                "{\"id\":\"j\",\"tableName\":\"t\",\"files\":[]}",
                "ab".repeat(32),
                StoredJob.BY_PROGRAM,
                "run1",
                instance.instant()));
        jobs.putAttempt(new AttemptRecord(TestInstance.attempt("j", 1), "run1", instance.instant()));
        instance.pass(Duration.ofDays(2));
    }

    @Test
    void shouldBeLeftAloneByTheSweep() {
        // When
        Sweep.Report report = new Sweep(instance.ports()).sweep();
        // Then
        assertThat(report).isEqualTo(new Sweep.Report(0, 0, 0));
        assertThat(instance.executions()).isEmpty();
        assertThat(instance.reapings()).isEmpty();
    }
}
