package sleeper.local.task.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceStage;
import sleeper.local.task.Held;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.TaskCalls;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskOutcome;

/** What becomes of clusters, and what their Tasks see of it. */
class EmrClustersIT {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("load-1"), 1);

    @TempDir
    private Path folder;

    private EmrWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new EmrWorld(folder);
    }

    private List<String> states() {
        return world.emr.clusterService().find(ATTEMPT).stream()
                .map(found -> found.state() + (found.reason().isEmpty() ? "" : " " + found.reason()))
                .toList();
    }

    @Test
    void shouldWaitForAClusterThatStartsAndBootstraps() {
        // When
        TaskCalls.Call created = world.create(EmrWorld.ATTEMPT);
        // Then
        assertThat(states()).containsExactly("STARTING");
        assertThat(created.reported()).containsExactly("submitted {\"ClusterId\":\"j-0000000000001\"}");
        world.pass(EmrWorld.TIMES.starting());
        assertThat(states()).containsExactly("BOOTSTRAPPING Running bootstrap actions");
        assertThat(created.isOver()).isFalse();
        world.pass(EmrWorld.TIMES.bootstrapping());
        assertThat(states()).containsExactly("WAITING Cluster ready to run steps.");
        assertThat(created.output()).hasToString("{\"ClusterId\":\"j-0000000000001\"}");
    }

    @Test
    void shouldWaitForAClusterThatTerminates() {
        // Given
        String id = world.readyCluster();
        // When
        TaskCalls.Call ended = terminate(id);
        // Then
        assertThat(states()).containsExactly("TERMINATING USER_REQUEST: Terminated by user request");
        assertThat(ended.isOver()).isFalse();
        world.pass(EmrWorld.TIMES.terminating());
        assertThat(states()).containsExactly("TERMINATED USER_REQUEST: Terminated by user request");
        assertThat(ended.output().at("/Cluster/Status/State").asText()).isEqualTo("TERMINATED");
        // When it is terminated once more
        assertThat(terminate(id).output()).isEqualTo(ended.output());
    }

    private TaskCalls.Call terminate(String id) {
        return world.calls.call(EmrTasks.TERMINATE_CLUSTER, TaskCalls.json("{'ClusterId': '" + id + "'}"));
    }

    @Test
    void shouldFailTheTaskOfAClusterThatFailsToStart() {
        // Given
        world.faults.next(
                "RunJobFlow", new ServiceFaults.FailStarting("INSTANCE_FLEET_TIMEOUT", "no capacity for m5.4xlarge"));
        // When
        TaskCalls.Call created = world.create(EmrWorld.ATTEMPT);
        world.untilReady();
        // Then
        assertThat(created.failedCause().at("/Cluster/Status"))
                .isEqualTo(TaskCalls.json(
                        "{'State': 'TERMINATED_WITH_ERRORS', 'StateChangeReason': {'Code': 'INSTANCE_FLEET_TIMEOUT',"
                                + " 'Message': 'no capacity for m5.4xlarge'}}"));
        assertThat(world.emr.clusterService().find(ATTEMPT))
                .containsExactly(new Resource(
                        ResourceKind.EMR_CLUSTER,
                        "j-0000000000001",
                        ResourceStage.FAILED,
                        "TERMINATED_WITH_ERRORS",
                        "INSTANCE_FLEET_TIMEOUT: no capacity for m5.4xlarge"));
    }

    @Test
    void shouldFailTheTaskOfAClusterThatSomebodyEndsBeforeItIsReady() {
        // Given
        TaskCalls.Call created = world.create(EmrWorld.ATTEMPT);
        // When
        world.emr.clusterService().end("j-0000000000001", "the attempt is over");
        world.loop.runUntilIdle();
        // Then
        assertThat(((TaskOutcome.Failed) created.outcome()).error()).contains("States.TaskFailed");
        assertThat(states())
                .containsExactly("TERMINATING USER_REQUEST: Terminated by user request: the attempt is over");
    }

    @Test
    void shouldKeepAClusterThatIsStuckUntilItIsEnded() {
        // Given
        world.faults.next("RunJobFlow", new ServiceFaults.Stuck());
        TaskCalls.Call created = world.create(EmrWorld.ATTEMPT);
        // When
        world.pass(Duration.ofDays(1));
        // Then
        assertThat(created.isOver()).isFalse();
        assertThat(states()).containsExactly("STARTING");
        // When
        created.task().cancel();
        assertThat(states()).containsExactly("STARTING");
        world.emr.clusterService().end("j-0000000000001", "timed out");
        world.pass(EmrWorld.TIMES.terminating());
        // Then
        assertThat(states()).containsExactly("TERMINATED USER_REQUEST: Terminated by user request: timed out");
    }

    @Test
    void shouldEndAClusterThatHasNoStepForItsIdleTimeout() {
        // Given
        String id = world.readyCluster();
        var unused = world.add(id, EmrWorld.ATTEMPT);
        // When a step takes longer than that
        world.pass(Duration.ofHours(2));
        assertThat(states()).containsExactly("RUNNING Running step");
        world.spark.last().end(0);
        world.pass(Duration.ofSeconds(1_799));
        assertThat(states()).containsExactly("WAITING Cluster ready after last step completed.");
        world.pass(Duration.ofSeconds(1));
        world.pass(EmrWorld.TIMES.terminating());
        // Then
        assertThat(states()).containsExactly("TERMINATED ALL_STEPS_COMPLETED: Terminated after its idle timeout");
    }

    @Test
    void shouldRefuseACallThatIsThrottledAndMakeNothing() {
        // Given
        world.faults.next("RunJobFlow", new ServiceFaults.Refuse(EmrErrors.NAME, EmrErrors.throttled()));
        // When / Then
        assertThatThrownBy(() -> world.create(EmrWorld.ATTEMPT))
                .isInstanceOf(TaskFailedException.class)
                .hasMessage("Rate exceeded (Service: AmazonElasticMapReduce; Status Code: 400; Error Code:"
                        + " ThrottlingException; Request ID: 00000000-0000-0000-0000-000000000000; Proxy: null)")
                .extracting(failure -> ((TaskFailedException) failure).error())
                .isEqualTo("EMR.AmazonElasticMapReduceException");
        assertThat(states()).isEmpty();
        assertThat(world.create(EmrWorld.ATTEMPT).isOver()).isFalse();
    }

    @Test
    void shouldMakeAClusterWhoseReplyIsLostAndListItLate() {
        // Given
        world.faults
                .next("RunJobFlow", new ServiceFaults.LoseReply(EmrErrors.NAME, "connection reset"))
                .listLate(Duration.ofMinutes(2));
        // When
        assertThatThrownBy(() -> world.create(EmrWorld.ATTEMPT)).hasMessage("connection reset");
        // Then
        assertThat(states()).isEmpty();
        world.pass(Duration.ofMinutes(2));
        assertThat(states()).containsExactly("STARTING");
    }

    @Test
    void shouldLetATaskHangWithAndWithoutItsWork() {
        // Given
        world.faults.next("RunJobFlow", new ServiceFaults.Hang()).next("RunJobFlow", new ServiceFaults.WorkAndHang());
        // When / Then
        TaskCalls.Call hanging = world.create(EmrWorld.ATTEMPT);
        assertThat(states()).isEmpty();
        TaskCalls.Call working = world.create(EmrWorld.ATTEMPT);
        world.pass(Duration.ofMinutes(10));
        assertThat(states()).containsExactly("WAITING Cluster ready to run steps.");
        assertThat(hanging.isOver()).isFalse();
        assertThat(working.isOver()).isFalse();
    }

    @Test
    void shouldAnswerThePortWithTransientFailuresWhileItIsThrottled() {
        // Given
        String id = world.readyCluster();
        ServiceFaults.Fault throttled = new ServiceFaults.Refuse(EmrErrors.NAME, EmrErrors.throttled());
        Stream.of("ListClusters", "DescribeCluster", "TerminateJobFlows")
                .forEach(action -> world.faults.next(action, throttled));
        // When / Then
        assertThatThrownBy(() -> world.emr.clusterService().find(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("Rate exceeded");
        assertThatThrownBy(() -> world.emr.clusterService().describe(id)).isInstanceOf(TransientFailureException.class);
        assertThatThrownBy(() -> world.emr.clusterService().end(id, "over"))
                .isInstanceOf(TransientFailureException.class);
        assertThat(states()).containsExactly("WAITING Cluster ready to run steps.");
    }

    static Stream<Arguments> wrongRequests() {
        return Stream.of(
                wrong(
                        json -> json.putArray("Steps"),
                        "Steps: a cluster that Step Functions creates is created without steps"),
                wrong(json -> json.put("Invented", 1), "Unknown field Invented"),
                wrong(json -> instances(json).put("Invented", 1), "Unknown field Instances.Invented"),
                wrong(
                        json -> ((ObjectNode) json.at("/ManagedScalingPolicy/ComputeLimits")).put("Invented", 1),
                        "Unknown field ManagedScalingPolicy.ComputeLimits.Invented"),
                wrong(
                        json -> ((ObjectNode) json.at("/Instances/InstanceFleets/1")).put("Invented", 1),
                        "Unknown field Instances.InstanceFleets.Invented"),
                wrong(
                        json -> instances(json).remove("KeepJobFlowAliveWhenNoSteps"),
                        "Instances.KeepJobFlowAliveWhenNoSteps must be true for a cluster that Step Functions creates"),
                wrong(
                        json -> instances(json).remove("InstanceFleets"),
                        "Instances names no InstanceFleets and no InstanceGroups"),
                wrong(
                        json -> ((ObjectNode) json.at("/Instances/InstanceFleets/0")).put("TargetOnDemandCapacity", 0),
                        "At least one of TargetSpotCapacity and TargetOnDemandCapacity should be greater than 0"),
                wrong(
                        json -> ((ObjectNode) json.at("/Instances/InstanceFleets/0")).put("InstanceFleetType", "CORE"),
                        "InstanceFleets has no fleet of type MASTER"),
                wrong(json -> json.put("Name", ""), "Name is required"),
                wrong(json -> json.remove("ServiceRole"), "ServiceRole is required"),
                wrong(json -> json.put("StepConcurrencyLevel", 257), "StepConcurrencyLevel must be between 1 and 256"),
                wrong(json -> json.put("StepConcurrencyLevel", "1"), "StepConcurrencyLevel must be between 1 and 256"),
                wrong(
                        json -> json.putObject("AutoTerminationPolicy").put("IdleTimeout", 59),
                        "IdleTimeout must be between 60 and 604800 seconds"),
                wrong(
                        json -> json.put("ReleaseLabel", "emr-6.8.0"),
                        "The supplied release label is invalid: emr-6.8.0. There is a jar for emr-7.x.y (Spark 3.5),"
                                + " emr-spark-8.x.y (Spark 4.0)"));
    }

    private static ObjectNode instances(ObjectNode json) {
        return (ObjectNode) json.get("Instances");
    }

    private static Arguments wrong(Consumer<ObjectNode> change, String message) {
        ObjectNode json = EmrWorld.cluster(EmrWorld.ATTEMPT);
        change.accept(json);
        return Arguments.of(json, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongRequests")
    void shouldRefuseARequestAsEmrDoes(ObjectNode request, String message) {
        assertThatThrownBy(() -> world.calls.call(EmrTasks.CREATE_CLUSTER, request))
                .isInstanceOf(TaskFailedException.class)
                .hasMessage(EmrErrors.cause(message, "ValidationException"));
        assertThat(states()).isEmpty();
    }

    @Test
    void shouldRefuseToTerminateWhatIsNotThere() {
        assertThatThrownBy(() -> terminate("j-NONE"))
                .hasMessage(EmrErrors.cause("Specified job flow ID does not exist.", "ValidationException"));
    }

    @Test
    void shouldGiveAnInterruptedTaskTheClusterThatItMade() throws IOException {
        // Given a cluster that starts when the services stop
        var unused = world.create(EmrWorld.ATTEMPT);
        world.pass(Duration.ofMinutes(1));
        // When
        world.restart();
        TaskCalls.Call again = world.create(EmrWorld.ATTEMPT);
        // Then it takes what is left of its time
        world.pass(EmrWorld.TIMES.starting().minusMinutes(1));
        assertThat(states()).containsExactly("BOOTSTRAPPING Running bootstrap actions");
        world.pass(EmrWorld.TIMES.bootstrapping());
        assertThat(again.output().get("ClusterId").asText()).isEqualTo("j-0000000000001");
        // When the same is asked for once more, by no interrupted Task
        var unusedOther = world.create(EmrWorld.ATTEMPT);
        assertThat(states()).hasSize(2);
    }

    @Test
    void shouldGoOnTerminatingAfterARestart() throws IOException {
        // Given
        String id = world.readyCluster();
        var unused = terminate(id);
        // When
        world.restart();
        TaskCalls.Call again = terminate(id);
        world.pass(EmrWorld.TIMES.terminating());
        // Then
        assertThat(again.output().at("/Cluster/Status/State").asText()).isEqualTo("TERMINATED");
    }

    @Test
    void shouldKeepThePermanentClusterWhoeverEndsIt() throws IOException {
        // Given
        ObjectNode request = EmrWorld.cluster("none");
        request.remove(List.of("Tags", "AutoTerminationPolicy"));
        ((ObjectNode) request.get("Instances")).put("TerminationProtected", true);
        String id = world.emr.permanentCluster(request);
        world.untilReady();
        // When
        world.emr.clusterService().end(id, "over");
        assertThatThrownBy(() -> terminate(id)).hasMessageContaining("termination protected");
        world.pass(Duration.ofDays(100));
        // Then
        assertThat(world.emr.clusterService().describe(id)).map(Resource::state).contains("WAITING");
        // When the services start again, with another size
        world.restart();
        request.put("StepConcurrencyLevel", 3);
        assertThat(world.emr.permanentCluster(request)).isEqualTo(id);
        assertThat(world.emr.permanentCluster()).contains(id);
        assertThat(world.emr.clusters().find(id).orElseThrow().stepConcurrency())
                .isEqualTo(3);
        // When somebody ends it by force
        world.emr.terminate(id, "INTERNAL_ERROR", "the master node was lost");
        world.pass(EmrWorld.TIMES.terminating());
        // Then another takes its place when the services start
        assertThat(world.emr.permanentCluster()).isEqualTo(Optional.empty());
        assertThat(world.emr.permanentCluster(request)).isNotEqualTo(id);
    }

    @Test
    void shouldForgetAClusterThatEndedLongAgo() throws IOException {
        // Given
        String id = world.readyCluster();
        var unused = terminate(id);
        world.pass(EmrWorld.TIMES.terminating());
        // When
        world.pass(EmrClusters.LISTED_AFTER_END);
        world.restart();
        assertThat(states()).hasSize(1);
        world.pass(Duration.ofSeconds(1));
        world.restart();
        // Then
        assertThat(states()).isEmpty();
        assertThat(folder.resolve("clusters")).isEmptyDirectory();
    }

    @Test
    void shouldListNothingOfARecordThatIsCutOff() throws IOException {
        // Given
        String id = world.readyCluster();
        Path record = folder.resolve("clusters").resolve(id + ".json");
        Files.writeString(record, Files.readString(record).substring(0, 40));
        // When
        world.restart();
        // Then
        assertThat(states()).isEmpty();
        assertThat(world.create(EmrWorld.ATTEMPT).isOver()).isFalse();
    }

    @Test
    void shouldShowWhatItHoldsFromItsRecords() throws IOException {
        // Given
        String id = world.readyCluster();
        // When
        List<Held> held = Emr.held(folder);
        // Then
        assertThat(held)
                .containsExactly(new Held(
                        world.emr.clusterService().describe(id).orElseThrow(),
                        "sleeper-local-load-1-a1",
                        "emr-7.13.0, MASTER 1 m5.xlarge, CORE 2 m5.4xlarge, scaled to 10 at the most",
                        "",
                        world.loop.clock().instant(),
                        false));
    }
}
