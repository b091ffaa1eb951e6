package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.settings.IngestSettings;
import sleeper.ingest.IngestTask;
import sleeper.local.run.EmbeddedMachines;
import sleeper.local.run.TaskJvm;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Turns;
import sleeper.local.task.ecs.EcsRunTask;
import sleeper.local.task.ecs.EcsTasks;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.verification.workflow.VirtualInstance.IngestWork;

/** The ingest task as the process that it is, behind the real machines: what becomes of a job whose task does not end by itself. */
class TaskProcessIT {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final long MANY_ROWS = 1_000_000;

    @TempDir
    private Path home;

    private ChildJvm children;
    private EcsTasks tasks;
    private final CompletableFuture<TaskOutcome> ended = new CompletableFuture<>();

    @AfterEach
    void endProcesses() {
        children.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -XX:+ExitOnOutOfMemoryError | OUT_OF_MEMORY at the execution, States.TaskFailed: found a container that ended with exit code 3. Give
            -XX:-ExitOnOutOfMemoryError | OUT_OF_MEMORY at the
            """)
    void shouldSayWhatToDoAboutATaskThatRunsOutOfMemory(String atOutOfMemory, String message) throws Exception {
        // Given
        IngestWork work = work(instance -> process("-Xmx24m", atOutOfMemory));
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), work)) {
            instance.replaceInput(MANY_ROWS);
            // When
            instance.load("in");
            // Then
            assertEnd(instance, JobStatus.FAILED, message);
        }
    }

    @Test
    void shouldEndTheProcessOfAJobThatAPersonStops() throws Exception {
        // Given
        IngestWork work = work(instance -> whileItReads(execution -> instance.stop(execution, "wrong day")));
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), work)) {
            instance.replaceInput(MANY_ROWS);
            // When
            instance.load("in");
            // Then
            assertEndedByItself();
            assertEnd(
                    instance,
                    JobStatus.ABORTED,
                    "ABORTED at execution load-1-a1: found a person's stop: wrong day. Retry the job when wanted.");
        }
    }

    @Test
    void shouldEndTheProcessOfAJobThatTakesTooLong() throws Exception {
        // Given nothing else happens before the time of the state is over
        IngestWork work = work(instance -> whileItReads(execution -> {}));
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), work)) {
            instance.replaceInput(MANY_ROWS);
            // When
            instance.load("in");
            // Then
            assertEndedByItself();
            assertEnd(
                    instance,
                    JobStatus.FAILED,
                    "TIMED_OUT at the execution, States.Timeout: A step took longer than it may. Retry the job, or");
        }
    }

    private IngestWork work(Function<VirtualInstance, TaskIntegration> integration) {
        return new IngestWork() {
            @Override
            public TaskIntegration integration(VirtualInstance instance) {
                return integration.apply(instance);
            }

            @Override
            public ResourceService tasks(VirtualInstance instance) {
                return new EndingInVirtualTime(tasks);
            }
        };
    }

    /** Virtual time waits for a process that was asked to end, as real time would pass. */
    private final class EndingInVirtualTime implements ResourceService {
        private final ResourceService real;

        EndingInVirtualTime(ResourceService real) {
            this.real = real;
        }

        @Override
        public ResourceKind kind() {
            return real.kind();
        }

        @Override
        public List<Resource> find(AttemptId attempt) {
            return real.find(attempt);
        }

        @Override
        public Optional<Resource> describe(String id) {
            return real.describe(id);
        }

        @Override
        public void end(String id, String reason) {
            real.end(id, reason);
            var unused = ended.orTimeout(1, TimeUnit.MINUTES).join();
        }
    }

    private TaskIntegration process(String... options) {
        try {
            Path temporary = Files.createDirectories(home.resolve("tmp"));
            List<String> all = new ArrayList<>(
                    TaskJvm.options(IngestSettings.MEMORY_BUDGET.defaultValue().orElseThrow()));
            all.addAll(List.of(options));
            all.addAll(List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary));
            children = new ChildJvm(all, Map.of("SLEEPER_HOME", home.toString()));
            tasks = EcsTasks.open(home.resolve("ecs"), children, new Turns(1), () -> "task1", InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EcsRunTask(
                EmbeddedMachines.TASK_DEFINITION_ARN, IngestTask.class.getName(), tasks, home.resolve("logs"));
    }

    /** A process whose end nobody is told of; something else happens once it reads its input. */
    private TaskIntegration whileItReads(Consumer<String> then) {
        TaskIntegration process = process();
        return (request, progress) -> {
            RunningTask running = process.start(request, progress);
            var unused = running.outcome().thenAccept(ended::complete);
            awaitReading();
            then.accept(request.executionArn());
            return RunningTask.inVirtualTime(new CompletableFuture<>(), running::cancel);
        };
    }

    private void awaitReading() {
        Path log = home.resolve("logs/load-1-1-task1.log");
        try {
            while (!Files.exists(log) || !Files.readString(log).contains("phase=reading")) {
                assertThat(ended).isNotDone();
                LockSupport.parkNanos(POLL.toNanos());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertEnd(VirtualInstance instance, JobStatus status, String message) throws IOException {
        assertThat(instance.job().status()).isEqualTo(status);
        assertThat(instance.job().attempts().get(0).faults())
                .extracting(Fault::message)
                .singleElement()
                .asString()
                .startsWith(message);
        assertThat(instance.mails()).isEqualTo(1);
        assertThat(tasks.find(VirtualInstance.ATTEMPT)).hasSize(1).allMatch(Resource::ended);
        assertThat(instance.rows()).isZero();
        var unused = instance.collectGarbage();
        assertThat(instance.filesLeft()).isEmpty();
        assertThat(instance.log().verify(true).faults()).isEmpty();
        assertThat(instance.collectGarbage().undecided()).isEmpty();
    }

    /** The process was asked, and did what it does at its end. */
    private void assertEndedByItself() throws Exception {
        assertThat(ended.get(1, TimeUnit.MINUTES)).isInstanceOf(TaskOutcome.class);
        try (Stream<Path> temporary = Files.list(home.resolve("tmp"))) {
            assertThat(temporary)
                    .noneMatch(path -> path.getFileName().toString().startsWith("sleeper-"));
        }
    }
}
