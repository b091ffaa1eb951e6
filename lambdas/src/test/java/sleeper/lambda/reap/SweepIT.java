package sleeper.lambda.reap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.TestInstance;
import sleeper.lambda.start.Message;
import sleeper.lambda.start.StartJob;
import sleeper.lambda.verdict.Verdicts;

class SweepIT {
    @TempDir
    private Path home;

    private static void send(TestInstance instance, String id) {
        var unused = new StartJob(instance.ports())
                .start(new Message(
                        "message-" + id,
                        "{\"id\":\"" + id + "\",\"tableName\":\"t\",\"files\":[\"b/f\"]}",
                        JobQueue.STANDARD));
    }

    private static int callsOf(TestInstance instance, Supplier<Sweep.Report> sweep) {
        int before = instance.jobCalls();
        assertThat(sweep.get()).isEqualTo(new Sweep.Report(0, 0, 0));
        return instance.jobCalls() - before;
    }

    @Test
    void shouldReadNoMoreForTheJobsThatHaveEnded() {
        // Given a sweep of an instance with one job, which runs
        TestInstance instance = new TestInstance(home);
        Sweep sweep = new Sweep(instance.ports());
        send(instance, "running");
        instance.pass(Duration.ofHours(1));
        sweep.sweep();
        int callsBefore = callsOf(instance, sweep::sweep);
        // When twenty more have ended, people were told, and a sweep has come by
        for (int i = 0; i < 20; i++) {
            send(instance, "ended" + i);
            AttemptId attempt = TestInstance.attempt("ended" + i, 1);
            var unused =
                    instance.stores().jobs().reject(attempt, List.of(Fault.of(ErrorCode.NO_FILES, "files", "", "")));
            instance.stores().jobs().recordNotified(attempt, Verdicts.NOTIFIED);
        }
        instance.pass(Duration.ofHours(1));
        sweep.sweep();
        // Then the next one does as much as before
        assertThat(callsOf(instance, sweep::sweep)).isEqualTo(callsBefore);
        assertThat(instance.stores().jobs().openAttempts()).containsExactly(TestInstance.attempt("running", 1));
    }

    @Test
    void shouldSeeToTheJobsOfAnInstanceThatTheVersionBeforeLeft() throws IOException {
        // Given a job whose execution was never started, and no index of what is open
        TestInstance instance = new TestInstance(home);
        send(instance, "a");
        instance.forget("a-a1");
        Files.delete(home.resolve("jobs/open/a.1"));
        instance.pass(Duration.ofHours(1));
        // When / Then
        assertThat(new Sweep(instance.ports()).sweep()).isEqualTo(new Sweep.Report(0, 1, 0));
        assertThat(instance.executions()).containsOnlyKeys("a-a1");
    }

    @Test
    void shouldSeeToTheOthersWhenTheRecordOfAJobIsDamaged() throws IOException {
        // Given two jobs whose executions were never started, and the record of the first is damaged
        TestInstance instance = new TestInstance(home);
        for (String id : new String[] {"a", "b"}) {
            send(instance, id);
            instance.forget(id + "-a1");
        }
        Files.writeString(home.resolve("jobs/documents/a"), "what a broken disk leaves");
        instance.pass(Duration.ofHours(1));
        // When
        Sweep.Report report = new Sweep(instance.ports()).sweep();
        // Then
        assertThat(report).isEqualTo(new Sweep.Report(0, 1, 1));
        assertThat(instance.executions()).containsOnlyKeys("b-a1");
    }
}
