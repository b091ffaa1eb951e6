package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.ingest.IngestTask;
import sleeper.statestore.job.AttemptResources;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.testkit.file.FullDisk;
import sleeper.verification.workflow.VirtualInstance.IngestWork;

/** Faults of a run that no error of Step Functions stands for. */
class FaultIT {
    @TempDir
    private Path home;

    @Test
    void shouldTakeOneManifestAndDeleteTheOtherRunsFilesWhenTwoRunsRace() throws Exception {
        // Given two tasks of one attempt that start at the same moment
        IngestWork twice = IngestWork.twoAtOnce();
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), twice)) {
            // When
            instance.load("in");
            // Then the table has one run's files, and nothing else is there, before any garbage collection
            assertThat(instance.job().status()).isEqualTo(JobStatus.COMMITTED);
            assertThat(instance.rows()).isEqualTo(VirtualInstance.ROWS);
            assertThat(instance.filesLeft()).isEmpty();
            assertThat(instance.log().verify(true).faults()).isEmpty();
        }
    }

    @Test
    void shouldFailWhenAFileIsReplacedBetweenValidationAndRun() throws Exception {
        // Given
        IngestWork replaced = IngestWork.inProcess((instance, attempt) -> {
            instance.replaceInput(VirtualInstance.ROWS);
            return IngestTask.run(attempt, instance.instance(), instance.surroundings());
        });
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), replaced)) {
            // When
            instance.load("in");
            // Then
            assertFailed(instance, ErrorCode.INPUT_CHANGED);
        }
    }

    @Test
    void shouldFailWhenAFileIsGoneBetweenValidationAndRun() throws Exception {
        // Given
        IngestWork removed = IngestWork.inProcess((instance, attempt) -> {
            Files.delete(instance.home().resolve("buckets/source/in/part-0.parquet"));
            return IngestTask.run(attempt, instance.instance(), instance.surroundings());
        });
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), removed)) {
            // When
            instance.load("in");
            // Then
            assertFailed(instance, ErrorCode.INPUT_CHANGED);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 300, 700, 1_000, 1_500})
    void shouldFailAndLeaveNothingWhenTheDiskIsFullAfterSomeBytes(long bytes) throws Exception {
        // Given
        IngestWork onFullDisk = IngestWork.inProcess((instance, attempt) -> IngestTask.run(
                attempt,
                new OtherFiles(
                        instance.instance(), new FullDisk(instance.instance().files(), bytes)),
                instance.surroundings()));
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), onFullDisk)) {
            // When
            instance.load("in");
            // Then
            assertFailed(instance, ErrorCode.DISK_FULL);
        }
    }

    @Test
    void shouldFailAndLeaveNothingWhenTheProcessMayNotWriteSoLargeAFile() throws Exception {
        // Given a task that may write files of 2 MiB (it unpacks a native library of 1 MiB), and input that makes
        // larger ones
        IngestWork limited = IngestWork.inProcess((instance, attempt) -> runLimited(instance, attempt) == 0);
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), limited)) {
            instance.replaceInput(400_000);
            // When
            instance.load("in");
            // Then
            assertFailed(instance, ErrorCode.DISK_FULL);
        }
    }

    @Test
    void shouldEndATaskThatRunsOnAfterItsExecutionWasStopped() throws Exception {
        // Given
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), runsOnWhenStopped())) {
            // When
            instance.load("in");
            // Then it was seen to run, and then to be gone
            AttemptResources created = createdBy(instance);
            assertThat(created.created()).containsExactly("ecs-task-1").isEqualTo(created.tornDown());
            assertThat(created.unknown()).isEmpty();
            assertThat(instance.ecs().askedToEnd()).containsExactly("ecs-task-1");
            assertThat(instance.ecs().open()).isEmpty();
            assertThat(instance.job().status()).isEqualTo(JobStatus.ABORTED);
        }
    }

    @Test
    void shouldTellOfAStoppedJobWhoseTaskDoesNotEndAndSeeItsEndLater() throws Exception {
        // Given
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), runsOnWhenStopped())) {
            instance.ecs().hold("ecs-task-1");
            // When
            instance.load("in");
            // Then people know at once, and the task is not called gone
            assertThat(instance.job().status()).isEqualTo(JobStatus.ABORTED);
            assertThat(mails(instance)).hasSize(1);
            assertThat(createdBy(instance).unknown()).containsExactly("ecs-task-1");
            // When it has ended, the sweep sees it
            instance.ecs().letGo("ecs-task-1");
            instance.sweep();
            assertThat(createdBy(instance).tornDown()).containsExactly("ecs-task-1");
            assertThat(instance.instance().jobs().resources().open()).isEmpty();
            assertThat(mails(instance)).hasSize(1);
        }
    }

    @Test
    void shouldKeepAGoodImportGoodThoughItsTaskCannotBeLookedUp() throws Exception {
        // Given a service of tasks that takes no calls once the task has done its work
        IngestWork throttled = IngestWork.inProcess((instance, attempt) -> {
            boolean done = IngestTask.run(attempt, instance.instance(), instance.surroundings());
            instance.ecs().breakDown();
            return done;
        });
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), throttled)) {
            // When
            instance.load("in");
            // Then
            assertThat(instance.job().status()).isEqualTo(JobStatus.COMMITTED);
            assertThat(instance.rows()).isEqualTo(VirtualInstance.ROWS);
            assertThat(createdBy(instance).unknown()).containsExactly("ecs-task load-1-a1");
            // When it takes calls again, the sweep sees what there was
            instance.ecs().mend();
            instance.sweep();
            assertThat(createdBy(instance).tornDown()).containsExactly("ecs-task-1");
            assertThat(createdBy(instance).unknown()).isEmpty();
            assertThat(instance.rows()).isEqualTo(VirtualInstance.ROWS);
            assertThat(instance.mails()).isZero();
        }
    }

    /** A task whose stop Step Functions asks for in vain when a person stops the execution. */
    private static IngestWork runsOnWhenStopped() {
        return instance -> (request, progress) -> {
            String unused = instance.ecs().create(VirtualInstance.ATTEMPT);
            instance.stop(request.executionArn(), "wrong day");
            return RunningTask.inVirtualTime(new CompletableFuture<>(), () -> {});
        };
    }

    private static AttemptResources createdBy(VirtualInstance instance) {
        return instance.instance().jobs().resources().of(VirtualInstance.ATTEMPT);
    }

    private static void assertFailed(VirtualInstance instance, ErrorCode code) throws IOException {
        assertThat(instance.job().status()).isEqualTo(JobStatus.FAILED);
        List<Fault> faults = instance.job().attempts().get(0).faults();
        assertThat(faults).extracting(Fault::code).containsExactly(code);
        assertThat(faults.get(0).action()).isNotBlank();
        assertThat(mails(instance))
                .singleElement()
                .asString()
                .contains("Subject: Job load-1 failed: " + code, "State: FAILED", "Next step: 'sleeper retry load-1'");
        assertThat(instance.rows()).isZero();
        var unused = instance.collectGarbage();
        assertThat(instance.filesLeft()).isEmpty();
        assertThat(instance.log().verify(true).faults()).isEmpty();
    }

    private static List<String> mails(VirtualInstance instance) throws IOException {
        List<String> mails = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(instance.home().resolve("mailbox"))) {
            for (Path file : files) {
                mails.add(Files.readString(file));
            }
        }
        return mails;
    }

    private static int runLimited(VirtualInstance instance, AttemptId attempt) throws Exception {
        Path temporary = Files.createDirectories(instance.home().resolve("tmp"));
        ProcessBuilder process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 2048; exec \"$@\"",
                        "limited",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        IngestTask.class.getName(),
                        attempt.jobId().value(),
                        Integer.toString(attempt.number()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        process.environment().put("SLEEPER_HOME", instance.home().toString());
        return process.start().waitFor();
    }
}
