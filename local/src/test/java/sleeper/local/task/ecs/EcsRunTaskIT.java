package sleeper.local.task.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.resource.Resource;
import sleeper.core.util.JavaNotice;
import sleeper.local.task.AwsNames;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Turns;
import sleeper.stepfunctions.ExecutionStatusListener;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;
import sleeper.stepfunctions.time.RealEventLoop;

class EcsRunTaskIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEFINITION = AwsNames.arn("ecs", "task-definition/test:1");

    /** A container's main that does what its first argument says; the second names a file, which it makes, and if it is there all is well. */
    public static final class Container {
        private Container() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            System.out.println("home is " + System.getenv("TEST_HOME"));
            if (arguments.length > 1 && !Path.of(arguments[1]).toFile().createNewFile()) {
                System.exit(0);
            }
            if (arguments[0].equals("hang")) {
                new CompletableFuture<>().orTimeout(1, TimeUnit.HOURS).join();
            }
            System.exit(Integer.parseInt(arguments[0]));
        }
    }

    private static final class Submissions implements TaskProgress {
        private final CompletableFuture<JsonNode> submitted = new CompletableFuture<>();
        private final List<String> told = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void submitted(JsonNode output) {
            submitted.complete(output);
            told.add("submitted");
        }

        @Override
        public void waits() {
            told.add("waits");
        }

        @Override
        public void begins() {
            told.add("begins");
        }

        @Override
        public void heartbeat() {
            throw new AssertionError("a .sync task has no heartbeats");
        }
    }

    @TempDir
    Path logs;

    private final Turns turns = new Turns(1);
    private final AtomicInteger ids = new AtomicInteger();
    private ChildJvm children;
    private EcsTasks tasks;
    private EcsRunTask runTask;
    private final Submissions progress = new Submissions();
    private final BlockingQueue<Runnable> heldBack = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws IOException {
        children = new ChildJvm(List.of("-Xmx64m"), Map.of("TEST_HOME", "here"));
        tasks = EcsTasks.open(
                logs.resolve("ecs"), children, turns, () -> "task" + ids.incrementAndGet(), InstantSource.system());
        runTask = runTask(Runnable::run);
    }

    private EcsRunTask runTask(Executor afterSignal) {
        return new EcsRunTask(DEFINITION, Container.class.getName(), tasks, logs, afterSignal);
    }

    @AfterEach
    void close() {
        children.close();
    }

    @Test
    void shouldNotHearWhatATerminalSendsToAllThatItStarted() throws Exception {
        // Given
        Process task = children.start(Container.class.getName(), List.of("hang"), logs.resolve("deaf.log"));
        while (!Files.readString(logs.resolve("deaf.log")).contains("home is")) {
            Thread.onSpinWait();
        }
        // When
        for (String signal : List.of("-INT", "-HUP", "-TERM")) {
            new ProcessBuilder("kill", signal, Long.toString(task.pid()))
                    .start()
                    .waitFor();
        }
        // Then the one that is meant for it has ended it
        assertThat(task.waitFor()).isEqualTo(128 + 15);
    }

    @Test
    void shouldSucceedWithTheTasksDescriptionWhenTheProcessEndsWell() throws Exception {
        // When
        TaskOutcome outcome = run("0");
        // Then
        JsonNode task = ((TaskOutcome.Succeeded) outcome).output();
        assertThat(task.at("/Containers/0/ExitCode").asInt(-1)).isZero();
        assertThat(task.at("/LastStatus").asText()).isEqualTo("STOPPED");
        assertThat(progress.submitted.join().at("/Tasks/0/TaskArn")).isEqualTo(task.get("TaskArn"));
        assertThat(Files.readAllLines(logs.resolve("0-task1.log")))
                .filteredOn(line -> !JavaNotice.is(line))
                .containsExactly("home is here");
    }

    @Test
    void shouldFailWithTheTasksDescriptionAsCauseWhenTheProcessEndsBadly() throws Exception {
        // When
        TaskOutcome.Failed failed = (TaskOutcome.Failed) run("3");
        // Then
        assertThat(failed.error()).contains("States.TaskFailed");
        assertThat(JSON.readTree(failed.cause().orElseThrow())
                        .at("/Containers/0/ExitCode")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void shouldStopTheProcessWhenItIsCancelled() throws Exception {
        // Given
        RunningTask running = runTask.start(request(DEFINITION, "hang"), progress);
        progress.submitted.join();
        // When
        running.cancel();
        // Then it ends as a process does that was asked to stop
        TaskOutcome.Failed failed =
                (TaskOutcome.Failed) running.outcome().toCompletableFuture().get(1, TimeUnit.MINUTES);
        assertThat(JSON.readTree(failed.cause().orElseThrow())
                        .at("/Containers/0/ExitCode")
                        .asInt())
                .isEqualTo(128 + 15);
    }

    @Test
    void shouldStopWhatRunsWhenTheServicesClose() throws Exception {
        // Given
        RunningTask running = runTask.start(request(DEFINITION, "hang"), progress);
        progress.submitted.join();
        // When
        children.close();
        // Then
        assertThat(running.outcome().toCompletableFuture().get(1, TimeUnit.MINUTES))
                .isInstanceOf(TaskOutcome.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {128 + 1, 128 + 2, 128 + 9, 128 + 15})
    void shouldHoldBackTheEndOfATaskThatASignalEnded(int exitCode) throws Exception {
        // Given
        RunningTask running = runTask(heldBack::add).start(request(DEFINITION, Integer.toString(exitCode)), progress);
        Runnable tell = heldBackEnd();
        assertThat(running.outcome().toCompletableFuture()).isNotDone();
        // When
        tell.run();
        // Then it is told late, as it was
        TaskOutcome.Failed failed =
                (TaskOutcome.Failed) running.outcome().toCompletableFuture().get(1, TimeUnit.MINUTES);
        assertThat(JSON.readTree(failed.cause().orElseThrow())
                        .at("/Containers/0/ExitCode")
                        .asInt())
                .isEqualTo(exitCode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "128"})
    void shouldTellAtOnceHowATaskEndedByItself(String exitCode) throws Exception {
        // When
        RunningTask running = runTask(heldBack::add).start(request(DEFINITION, exitCode), progress);
        // Then
        assertThat(running.outcome().toCompletableFuture()).succeedsWithin(1, TimeUnit.MINUTES);
        assertThat(heldBack).isEmpty();
    }

    @Test
    void shouldRunATaskAgainWhoseSignalReachedItBeforeUs() throws Exception {
        // Given an execution whose task a signal ends, which has yet to reach this process
        InMemoryExecutionStore store = new InMemoryExecutionStore();
        ObjectNode parameters = (ObjectNode) request(DEFINITION, "130").parameters();
        ((ArrayNode) parameters.at("/Overrides/ContainerOverrides/0/Command"))
                .add(logs.resolve("interrupted").toString());
        try (RealEventLoop loop = new RealEventLoop(InstantSource.system())) {
            LocalStepFunctions before = stepFunctions(store, loop);
            String machine = before.createStateMachine(
                    "run-task", """
                    {"StartAt":"Run","States":{"Run":{"Type":"Task","Resource":"%s","Parameters":%s,"End":true}}}
                    """.formatted(AwsNames.integration(EcsRunTask.ACTION), parameters));
            String execution = before.startExecution(machine, "{}").executionArn();
            Runnable tell = heldBackEnd();
            // When it does
            before.close();
            tell.run();
            // Then the next services run the task again
            try (LocalStepFunctions after = stepFunctions(store, loop)) {
                after.resume();
                assertThat(after.awaitClosed(execution).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            }
        }
        assertThat(ids).hasValue(2);
    }

    private Runnable heldBackEnd() throws InterruptedException {
        return Optional.ofNullable(heldBack.poll(1, TimeUnit.MINUTES)).orElseThrow();
    }

    private LocalStepFunctions stepFunctions(InMemoryExecutionStore store, RealEventLoop loop) {
        return new LocalStepFunctions(
                TaskIntegrations.builder()
                        .with(AwsNames.integration(EcsRunTask.ACTION), runTask(heldBack::add))
                        .build(),
                loop,
                store,
                Chance.seeded(1),
                ExecutionStatusListener.none());
    }

    @Test
    void shouldMakeATaskWaitForItsTurnAndThenRunIt() throws Exception {
        // Given
        RunningTask before = runTask.start(request(DEFINITION, "hang"), new Submissions());
        RunningTask waiting = runTask.start(request(DEFINITION, "0"), progress);
        String arn = progress.submitted.join().at("/Tasks/0/TaskArn").asText();
        assertThat(progress.submitted.join().at("/Tasks/0/LastStatus").asText()).isEqualTo("PROVISIONING");
        assertThat(tasks.describe(arn)).map(Resource::state).contains("PROVISIONING");
        assertThat(progress.told).containsExactly("submitted", "waits");
        // When
        before.cancel();
        // Then
        assertThat(waiting.outcome().toCompletableFuture().get(1, TimeUnit.MINUTES))
                .isInstanceOf(TaskOutcome.Succeeded.class);
        assertThat(progress.told).containsExactly("submitted", "waits", "begins");
        assertThat(tasks.describe(arn)).map(Resource::state).contains("STOPPED");
    }

    @Test
    void shouldTellNothingOfWaitingWhereThereIsRoom() throws Exception {
        run("0");
        assertThat(progress.told).containsExactly("submitted");
    }

    @Test
    void shouldLeaveTheQueueAtOnceWhenItIsCancelledThere() throws Exception {
        // Given
        RunningTask before = runTask.start(request(DEFINITION, "hang"), new Submissions());
        RunningTask cancelled = runTask.start(request(DEFINITION, "1"), progress);
        RunningTask behind = runTask.start(request(DEFINITION, "0"), new Submissions());
        // When
        cancelled.cancel();
        // Then it has ended while the one before it runs, as a task does that is stopped before it runs
        TaskOutcome.Failed failed =
                (TaskOutcome.Failed) cancelled.outcome().toCompletableFuture().getNow(null);
        JsonNode task = JSON.readTree(failed.cause().orElseThrow());
        assertThat(failed.error()).contains("States.TaskFailed");
        assertThat(task.path("StopCode").asText()).isEqualTo("UserInitiated");
        assertThat(task.path("StoppedReason").asText()).isEqualTo("the state machine stopped waiting for it");
        assertThat(task.at("/Containers/0").has("ExitCode")).isFalse();
        assertThat(before.outcome().toCompletableFuture()).isNotDone();
        // And the one behind it is the next
        before.cancel();
        assertThat(behind.outcome().toCompletableFuture().get(1, TimeUnit.MINUTES))
                .isInstanceOf(TaskOutcome.Succeeded.class);
        assertThat(progress.told).containsExactly("submitted", "waits");
        assertThat(logs.resolve("1-task2.log")).doesNotExist();
    }

    @Test
    void shouldFailAsOneThatCouldNotBePlacedWhenItCannotBeStartedInItsTurn() throws Exception {
        // Given the folder of the logs is taken away while it waits
        Path folder = logs.resolve("logs");
        EcsRunTask runTask = new EcsRunTask(DEFINITION, Container.class.getName(), tasks, folder);
        RunningTask before = runTask.start(request(DEFINITION, "hang"), new Submissions());
        RunningTask waiting = runTask.start(request(DEFINITION, "0"), progress);
        String arn = progress.submitted.join().at("/Tasks/0/TaskArn").asText();
        Files.move(folder, logs.resolve("moved"));
        Files.writeString(folder, "no folder");
        // When
        before.cancel();
        // Then
        TaskOutcome outcome = waiting.outcome()
                .handle((done, failure) -> failure == null ? done : TaskOutcome.failed(failure))
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
        assertThat(((TaskOutcome.Failed) outcome).error()).contains("AmazonECS.Unknown");
        assertThat(((TaskOutcome.Failed) outcome).cause().orElseThrow()).startsWith("The task could not be started: ");
        assertThat(tasks.describe(arn)).isEmpty();
        Files.delete(folder);
        assertThat(run("0")).isInstanceOf(TaskOutcome.Succeeded.class);
    }

    @Test
    void shouldKeepTheLogInItsFolderWhateverTheArgumentsAre() throws Exception {
        // When
        run("+/../../0");
        // Then
        assertThat(logs.resolve("________0-task1.log")).isRegularFile();
    }

    @Test
    void shouldFindTheTaskByItsGroupAndSayWhatStepFunctionsSaysOfItsStarter() throws Exception {
        // When
        TaskOutcome outcome = run("0");
        // Then
        JsonNode task = ((TaskOutcome.Succeeded) outcome).output();
        assertThat(task.path("Group").asText()).isEqualTo("load-1-a1");
        assertThat(task.path("StartedBy").asText()).isEqualTo("AWS Step Functions");
        assertThat(tasks.find(new AttemptId(new JobId("load-1"), 1)))
                .extracting(Resource::id)
                .containsExactly(task.path("TaskArn").asText());
    }

    @Test
    void shouldFindTheTaskOfAnExecutionThatAnOlderVersionBegan() throws Exception {
        // Given a definition that says by what the task is started, and no group
        TaskRequest request = request(DEFINITION, "0");
        ObjectNode parameters = (ObjectNode) request.parameters();
        parameters.set("StartedBy", parameters.remove("Group"));
        // When
        runTask.start(request, progress).outcome().toCompletableFuture().get(1, TimeUnit.MINUTES);
        // Then
        assertThat(tasks.find(new AttemptId(new JobId("load-1"), 1))).hasSize(1);
    }

    @Test
    void shouldRefuseAnUnknownTaskDefinition() {
        assertThatThrownBy(() -> runTask.start(request("arn:other", "0"), progress))
                .isInstanceOfSatisfying(
                        TaskFailedException.class,
                        failure -> assertThat(failure.error()).isEqualTo("ECS.ClientException"));
        assertThat(Files.exists(logs.resolve("0-task1.log"))).isFalse();
    }

    @Test
    void shouldRefuseAGroupThatIsLongerThanEcsTakes() throws Exception {
        // Given
        TaskRequest request = request(DEFINITION, "0");
        ((ObjectNode) request.parameters()).put("Group", "x".repeat(256));
        // When / Then
        assertThatThrownBy(() -> runTask.start(request, progress))
                .isInstanceOfSatisfying(
                        TaskFailedException.class,
                        failure -> assertThat(failure.error()).isEqualTo("ECS.InvalidParameterException"));
        assertThat(Files.exists(logs.resolve("0-task1.log"))).isFalse();
    }

    private TaskOutcome run(String argument) throws Exception {
        return runTask.start(request(DEFINITION, argument), progress)
                .outcome()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    private static TaskRequest request(String definition, String argument) throws Exception {
        JsonNode parameters = JSON.readTree("""
            {"Cluster":"c","TaskDefinition":"%s","LaunchType":"FARGATE","Group":"load-1-a1",
             "Overrides":{"ContainerOverrides":[{"Name":"ingest","Command":["%s"]}]}}
            """.formatted(definition, argument));
        return new TaskRequest(
                "arn:execution",
                "Run ingest task",
                AwsNames.integration("ecs:runTask.sync"),
                parameters,
                0,
                "token",
                OptionalLong.empty(),
                OptionalLong.empty());
    }
}
