package sleeper.local.task.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.resource.Resource;
import sleeper.local.task.Held;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.TaskCalls;
import sleeper.local.task.spark.ScriptedSpark;
import sleeper.local.task.spark.SparkSize;
import sleeper.local.task.spark.SparkVersion;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskOutcome;

/** What becomes of steps, and what their Tasks see of it. */
class EmrStepsIT {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("load-1"), 1);

    @TempDir
    private Path folder;

    private EmrWorld world;
    private String cluster;

    @BeforeEach
    void open() throws IOException {
        world = new EmrWorld(folder);
        cluster = world.readyCluster();
    }

    private List<String> states() {
        return world.emr.steps().all().stream().map(step -> step.state().name()).toList();
    }

    private String clusterState() {
        return world.emr.clusterService().describe(cluster).orElseThrow().state();
    }

    private TaskCalls.Call add(String name) {
        return world.add(cluster, name);
    }

    @Test
    void shouldRunALineOfSparkSubmitOnTheVersionOfTheRelease() {
        // When
        TaskCalls.Call added = add(EmrWorld.ATTEMPT);
        // Then
        assertThat(world.spark.last().request().version()).isEqualTo(SparkVersion.SPARK_3);
        assertThat(world.spark.last().request().arguments())
                .containsExactly("--deploy-mode", "cluster", "--class", "a.B", "s3://jars/x-spark3.jar", "load-1", "1");
        assertThat(world.spark.last().request().unsaid()).isEqualTo(new SparkSize(2, 1, 1_024, 1_024));
        assertThat(states()).containsExactly("RUNNING");
        assertThat(clusterState()).isEqualTo("RUNNING");
        assertThat(added.isOver()).isFalse();
        // When
        world.spark.last().end(0);
        world.loop.runUntilIdle();
        // Then
        JsonNode output = added.output();
        assertThat(output.at("/Step/Id")).isEqualTo(output.get("StepId"));
        assertThat(output.at("/Step/Name").asText()).isEqualTo(EmrWorld.ATTEMPT);
        assertThat(output.at("/Step/Status/State").asText()).isEqualTo("COMPLETED");
        assertThat(added.reported()).containsExactly("submitted {\"StepId\":" + output.get("StepId") + "}");
        assertThat(clusterState()).isEqualTo("WAITING");
        assertThat(states()).containsExactly("COMPLETED");
    }

    @Test
    void shouldFailTheTaskOfAStepWhoseDriverFails() {
        // Given
        TaskCalls.Call added = add(EmrWorld.ATTEMPT);
        // When
        world.spark.last().end(1);
        world.loop.runUntilIdle();
        // Then
        assertThat(((TaskOutcome.Failed) added.outcome()).error()).contains("States.TaskFailed");
        assertThat(added.failedCause().at("/Step/Status"))
                .isEqualTo(
                        TaskCalls.json(
                                "{'State': 'FAILED', 'StateChangeReason': {}, 'FailureDetails': {'Reason': 'Unknown"
                                        + " Error.', 'Message': 'the driver ended with exit code 1', 'LogFile': '/logs/driver.log'}}"));
        assertThat(world.emr.stepService().find(ATTEMPT))
                .extracting(Resource::reason)
                .containsExactly("Unknown Error.; the driver ended with exit code 1; /logs/driver.log");
    }

    @Test
    void shouldFailAStepThatSparkRefuses() {
        // Given
        world.spark.waitForTurn();
        TaskCalls.Call added = add(EmrWorld.ATTEMPT);
        // When
        world.spark.last().fail("Error: Unrecognized option: --wrong");
        world.loop.runUntilIdle();
        // Then
        assertThat(added.failedCause().at("/Step/Status/FailureDetails/Message").asText())
                .isEqualTo("Error: Unrecognized option: --wrong");
    }

    @Test
    void shouldRunOneStepAtATimeInTheOrderInWhichTheyWereAdded() {
        // When
        add("first-a1");
        add("second-a1");
        add("third-a1");
        // Then
        assertThat(states()).containsExactly("RUNNING", "PENDING", "PENDING");
        world.spark.last().end(0);
        assertThat(states()).containsExactly("COMPLETED", "RUNNING", "PENDING");
        world.spark.last().end(1);
        assertThat(states()).containsExactly("COMPLETED", "FAILED", "RUNNING");
        assertThat(clusterState()).isEqualTo("RUNNING");
    }

    @Test
    void shouldRunAsManyAtATimeAsTheClusterWasToldTo() {
        // Given
        ObjectNode request = EmrWorld.cluster("other-a1");
        request.put("StepConcurrencyLevel", 2);
        TaskCalls.Call created = world.calls.call(EmrTasks.CREATE_CLUSTER, request);
        world.untilReady();
        cluster = created.output().get("ClusterId").asText();
        // When
        add("first-a1");
        add("second-a1");
        add("third-a1");
        // Then
        assertThat(states()).containsExactly("RUNNING", "RUNNING", "PENDING");
    }

    @Test
    void shouldRefuseThe257thStepAndTakeItWhenOneHasEnded() {
        // Given
        for (int i = 0; i < 256; i++) {
            add("load-" + i + "-a1");
        }
        // When / Then
        assertThatThrownBy(() -> add("one-more-a1"))
                .isInstanceOf(TaskFailedException.class)
                .hasMessage(EmrErrors.cause(
                        "Maximum number of active steps(State = 'Running', 'Pending' or 'Cancel_Pending') for cluster exceeded.",
                        "ValidationException"));
        assertThat(world.emr.steps().all()).hasSize(256);
        // When
        world.spark.last().end(0);
        // Then
        assertThat(add("one-more-a1").isOver()).isFalse();
    }

    @Test
    void shouldCountNoTimeWhileAStepWaitsForRoomOnThisMachine() {
        // Given
        world.spark.waitForTurn();
        TaskCalls.Call added = add(EmrWorld.ATTEMPT);
        TaskCalls.Call behind = add("behind-a1");
        world.loop.runUntilIdle();
        String submitted = added.reported().get(0);
        assertThat(added.reported()).containsExactly(submitted, "waits");
        assertThat(states()).containsExactly("PENDING", "PENDING");
        // When
        world.spark.last().begin();
        world.loop.runUntilIdle();
        // Then
        assertThat(added.reported()).containsExactly(submitted, "waits", "begins");
        assertThat(states()).containsExactly("RUNNING", "PENDING");
        // Then waiting for the cluster is counted, as EMR counts it
        assertThat(behind.reported()).hasSize(1);
        world.spark.last().end(0);
        world.loop.runUntilIdle();
        assertThat(behind.reported()).hasSize(2).endsWith("waits");
    }

    @Test
    void shouldAddAStepToAClusterThatStarts() {
        // Given
        var unused = world.create("other-a1");
        // When
        String starting = world.emr.clusters().all().get(1).id();
        TaskCalls.Call added = world.add(starting, "other-a1");
        // Then
        assertThat(states()).containsExactly("PENDING");
        world.untilReady();
        assertThat(states()).containsExactly("RUNNING");
        assertThat(added.isOver()).isFalse();
    }

    @Test
    void shouldCancelAStepThatRunsOnceItsDriverHasEnded() {
        // Given
        TaskCalls.Call added = add(EmrWorld.ATTEMPT);
        String id = world.emr.steps().all().get(0).portId();
        ScriptedSpark.Run run = world.spark.last();
        run.ignoreStop();
        // When
        world.emr.stepService().end(id, "the attempt is over");
        // Then
        assertThat(run.isStopped()).isTrue();
        assertThat(world.emr.stepService().describe(id).orElseThrow().state()).isEqualTo("CANCEL_PENDING");
        assertThat(world.emr.stepService().describe(id).orElseThrow().ended()).isFalse();
        run.end(143);
        world.loop.runUntilIdle();
        assertThat(world.emr.stepService().describe(id).orElseThrow().state()).isEqualTo("CANCELLED");
        assertThat(added.failedCause().at("/Step/Status/State").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void shouldCancelAStepThatIsPendingAtOnceAndRunTheNext() {
        // Given
        add("first-a1");
        TaskCalls.Call second = add("second-a1");
        add("third-a1");
        // When
        JsonNode cancelled = cancel(world.emr.steps().all().get(1).id()).output();
        world.loop.runUntilIdle();
        // Then
        assertThat(cancelled.at("/CancelStepsInfo/Status").asText()).isEqualTo("SUBMITTED");
        assertThat(second.failedCause().at("/Step/Status/State").asText()).isEqualTo("CANCELLED");
        world.spark.last().end(0);
        assertThat(states()).containsExactly("COMPLETED", "CANCELLED", "RUNNING");
        // When it is cancelled once more
        assertThat(cancel(world.emr.steps().all().get(1).id())
                        .output()
                        .at("/CancelStepsInfo/Status")
                        .asText())
                .isEqualTo("FAILED");
        assertThatThrownBy(() -> cancel("s-NONE"))
                .hasMessage(EmrErrors.cause("Step id 's-NONE' is not valid.", "ValidationException"));
    }

    private TaskCalls.Call cancel(String id) {
        return world.calls.call(
                EmrTasks.CANCEL_STEP, TaskCalls.json("{'ClusterId': '" + cluster + "', 'StepId': '" + id + "'}"));
    }

    @Test
    void shouldCancelTheStepOfATaskThatIsGivenUp() {
        // Given
        TaskCalls.Call added = add(EmrWorld.ATTEMPT);
        // When
        added.task().cancel();
        // Then
        assertThat(world.spark.last().isStopped()).isTrue();
        assertThat(states()).containsExactly("CANCELLED");
    }

    @Test
    void shouldEndStepsWithTheClusterThatSomebodyTerminates() {
        // Given
        TaskCalls.Call first = add("first-a1");
        TaskCalls.Call second = add("second-a1");
        ScriptedSpark.Run run = world.spark.last();
        run.ignoreStop();
        // When
        world.emr.terminate(cluster, "INTERNAL_ERROR", "the master node was lost");
        world.loop.runUntilIdle();
        // Then
        assertThat(first.failedCause().at("/Step/Status/State").asText()).isEqualTo("INTERRUPTED");
        assertThat(second.failedCause().at("/Step/Status/State").asText()).isEqualTo("CANCELLED");
        assertThat(run.isStopped()).isTrue();
        // Then it has not ended before what ran on it has
        world.pass(EmrWorld.TIMES.terminating().multipliedBy(5));
        assertThat(clusterState()).isEqualTo("TERMINATING");
        run.end(137);
        world.pass(EmrWorld.TIMES.terminating());
        assertThat(clusterState()).isEqualTo("TERMINATED_WITH_ERRORS");
        // When
        assertThatThrownBy(() -> add("late-a1"))
                .hasMessage(EmrErrors.cause(
                        "A job flow that is shutting down, terminated, or finished may not be modified.",
                        "ValidationException"));
    }

    static Stream<Arguments> wrongSteps() {
        return Stream.of(
                wrong(json -> json.put("Steps", 1), "Unknown field Steps"),
                wrong(json -> step(json).put("Invented", 1), "Unknown field Step.Invented"),
                wrong(json -> step(json).remove("Name"), "Step.Name is required"),
                wrong(json -> step(json).remove("HadoopJarStep"), "Step.HadoopJarStep.Jar is required"),
                wrong(
                        json -> ((ObjectNode) json.at("/Step/HadoopJarStep")).put("Invented", 1),
                        "Unknown field Step.HadoopJarStep.Invented"),
                wrong(json -> step(json).put("ActionOnFailure", "STOP"), "ActionOnFailure is STOP"),
                wrong(json -> json.put("ClusterId", "j-NONE"), "Specified job flow ID does not exist."));
    }

    private static ObjectNode step(ObjectNode json) {
        return (ObjectNode) json.get("Step");
    }

    private static Arguments wrong(Consumer<ObjectNode> change, String message) {
        return Arguments.of(change, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongSteps")
    void shouldRefuseAStepAsEmrDoes(Consumer<ObjectNode> change, String message) {
        ObjectNode request = (ObjectNode) EmrWorld.step(cluster, EmrWorld.ATTEMPT);
        change.accept(request);
        assertThatThrownBy(() -> world.calls.call(EmrTasks.ADD_STEP, request))
                .isInstanceOf(TaskFailedException.class)
                .hasMessage(EmrErrors.cause(message, "ValidationException"));
        assertThat(states()).isEmpty();
    }

    @Test
    void shouldFailAStepThatIsNoSparkSubmit() {
        // Given
        ObjectNode request = (ObjectNode) EmrWorld.step(cluster, EmrWorld.ATTEMPT);
        ((ObjectNode) request.at("/Step/HadoopJarStep")).put("Jar", "s3://jars/other.jar");
        // When
        TaskCalls.Call added = world.calls.call(EmrTasks.ADD_STEP, request);
        world.loop.runUntilIdle();
        // Then
        assertThat(added.failedCause().at("/Step/Status/FailureDetails/Message").asText())
                .isEqualTo("Here a step runs command-runner.jar with spark-submit alone.");
        assertThat(clusterState()).isEqualTo("WAITING");
    }

    @Test
    void shouldRunAgainWhatTheServicesLostAndGiveItToTheInterruptedTask() throws IOException {
        // Given one that runs and one that waits
        add("first-a1");
        add("second-a1");
        String first = world.emr.steps().all().get(0).id();
        // When
        world.restart();
        // Then it runs before anyone asks, since nobody may
        assertThat(states()).containsExactly("RUNNING", "PENDING");
        assertThat(world.spark.runs()).hasSize(1);
        // When
        TaskCalls.Call again = add("first-a1");
        world.spark.last().end(0);
        world.loop.runUntilIdle();
        // Then
        assertThat(again.output().get("StepId").asText()).isEqualTo(first);
        assertThat(states()).containsExactly("COMPLETED", "RUNNING");
    }

    @Test
    void shouldGiveAnInterruptedTaskTheStepThatEndedBeforeItWasTold() throws IOException {
        // Given
        add(EmrWorld.ATTEMPT);
        world.spark.last().end(0);
        // When
        world.restart();
        TaskCalls.Call again = add(EmrWorld.ATTEMPT);
        // Then
        assertThat(again.output().at("/Step/Status/State").asText()).isEqualTo("COMPLETED");
        assertThat(world.spark.runs()).isEmpty();
        // When the same is added once more, by no interrupted Task
        add(EmrWorld.ATTEMPT);
        assertThat(states()).containsExactly("COMPLETED", "RUNNING");
    }

    @Test
    void shouldLoseTheReplyFailAndHangAsATestWantsIt() {
        // Given
        world.faults
                .next("AddJobFlowSteps", new ServiceFaults.Refuse(EmrErrors.NAME, EmrErrors.throttled()))
                .next("AddJobFlowSteps", new ServiceFaults.LoseReply(EmrErrors.NAME, "connection reset"))
                .next("AddJobFlowSteps", new ServiceFaults.FailStarting("Unknown Error.", "no space left"))
                .next("AddJobFlowSteps", new ServiceFaults.Stuck());
        // When / Then
        assertThatThrownBy(() -> add("throttled-a1")).hasMessageContaining("Rate exceeded");
        assertThat(states()).isEmpty();
        assertThatThrownBy(() -> add("lost-a1")).hasMessage("connection reset");
        assertThat(states()).containsExactly("RUNNING");
        world.spark.last().end(0);
        TaskCalls.Call failing = add("failing-a1");
        TaskCalls.Call stuck = add("stuck-a1");
        world.pass(Duration.ofDays(1));
        assertThat(failing.failedCause()
                        .at("/Step/Status/FailureDetails/Message")
                        .asText())
                .isEqualTo("no space left");
        assertThat(states()).containsExactly("COMPLETED", "FAILED", "PENDING");
        assertThat(stuck.reported()).hasSize(1);
        stuck.task().cancel();
        assertThat(states()).containsExactly("COMPLETED", "FAILED", "CANCELLED");
    }

    @Test
    void shouldHearNothingOfAStepWhoseReplyNeverComes() {
        // Given
        world.faults.next("AddJobFlowSteps", new ServiceFaults.WorkAndHang());
        world.spark.waitForTurn();
        // When
        TaskCalls.Call added = add(EmrWorld.ATTEMPT);
        world.spark.last().begin();
        world.spark.last().end(0);
        world.loop.runUntilIdle();
        // Then
        assertThat(states()).containsExactly("COMPLETED");
        assertThat(added.isOver()).isFalse();
        assertThat(added.reported()).isEmpty();
    }

    @Test
    void shouldShowWhatAStepAskedForAndWhatItHas() throws IOException {
        // Given
        add(EmrWorld.ATTEMPT);
        EmrStep step = world.emr.steps().all().get(0);
        // When / Then
        assertThat(Emr.held(folder))
                .contains(new Held(
                        step.resource(),
                        EmrWorld.ATTEMPT,
                        "29 executors of 5 cores and 16384 MiB, driver of 16384 MiB",
                        "2 executors of 1 core and 1024 MiB, driver of 1024 MiB",
                        world.loop.clock().instant(),
                        false));
    }
}
