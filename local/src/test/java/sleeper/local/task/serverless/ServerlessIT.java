package sleeper.local.task.serverless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
import sleeper.local.task.spark.ScriptedSpark;
import sleeper.local.task.spark.SparkSize;
import sleeper.local.task.spark.SparkVersion;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskOutcome;

/** What becomes of job runs, and what their Tasks see of it. */
class ServerlessIT {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("load-1"), 1);
    private static final String NAME = ATTEMPT.executionName();

    /** A driver and two executors of one core and 1 GiB each. */
    private static final String SMALL = "--conf spark.driver.cores=1 --conf spark.driver.memory=1g"
            + " --conf spark.executor.instances=2 --conf spark.executor.cores=1 --conf spark.executor.memory=1g";

    /** Room for two of those. */
    private static final Capacity MOST = new Capacity(6, 6 * 1_408);

    @TempDir
    private Path folder;

    private ServerlessWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new ServerlessWorld(folder, MOST);
    }

    private JobRun only() {
        assertThat(world.serverless.runs().all()).hasSize(1);
        return world.serverless.runs().all().get(0);
    }

    @Test
    void shouldTakeARunFromSubmittedToSuccess() {
        // When
        TaskCalls.Call started = world.start(NAME, SMALL);
        // Then
        assertThat(world.states()).containsExactly("SUBMITTED");
        world.pass(ServerlessWorld.TIMES.submitted());
        assertThat(world.states()).containsExactly("PENDING");
        world.pass(ServerlessWorld.TIMES.pending());
        assertThat(world.states()).containsExactly("SCHEDULED");
        assertThat(world.spark.runs()).isEmpty();
        world.pass(ServerlessWorld.TIMES.scheduled());
        assertThat(world.states()).containsExactly("RUNNING");
        assertThat(started.isOver()).isFalse();
        world.spark.last().end(0);
        world.loop.runUntilIdle();
        assertThat(world.states()).containsExactly("SUCCESS");
        String id = only().id();
        assertThat(started.output())
                .isEqualTo(TaskCalls.json("{'ApplicationId': '00app', 'JobRunId': 'ID', 'Arn':".replace("ID", id)
                        + " 'arn:aws:emr-serverless:us-east-1:000000000000:/applications/00app/jobruns/ID',"
                                .replace("ID", id)
                        + " 'Name': 'load-1-a1', 'State': 'SUCCESS', 'StateDetails': ''}"));
        assertThat(started.reported()).hasSize(1);
    }

    @Test
    void shouldCountNoTimeWhileARunWaitsForRoomOnThisMachine() {
        // Given
        world.spark.waitForTurn();
        TaskCalls.Call started = world.start(NAME, SMALL);
        world.pass(ServerlessWorld.TIMES.submitted());
        assertThat(started.reported()).hasSize(1);
        // When
        world.untilRunning();
        // Then
        assertThat(world.states()).containsExactly("SCHEDULED");
        assertThat(started.reported()).hasSize(2).endsWith("waits");
        world.spark.last().begin();
        world.loop.runUntilIdle();
        assertThat(started.reported()).hasSize(3).endsWith("waits", "begins");
    }

    @Test
    void shouldSplitTheParametersAsAShellDoes() {
        // When
        world.start(NAME, "--conf \"spark.driver.extraJavaOptions=-Da=b -Dc='d e'\" --conf spark.x='y z'");
        world.untilRunning();
        // Then nothing fits that size into the application
        assertThat(only().details()).startsWith("ApplicationMaxCapacityExceededException: ");
        // When
        world.start(
                "load-2-a1", SMALL + " --conf \"spark.driver.extraJavaOptions=-Da=b -Dc='d e'\" --conf spark.x='y z'");
        world.untilRunning();
        // Then
        assertThat(world.spark.last().request().version()).isEqualTo(SparkVersion.SPARK_3);
        assertThat(world.spark.last().request().unsaid()).isEqualTo(new SparkSize(3, 4, 14_336, 14_336));
        assertThat(world.spark.last().request().arguments())
                .startsWith("--class", "a.B")
                .endsWith(
                        "--conf",
                        "spark.driver.extraJavaOptions=-Da=b -Dc='d e'",
                        "--conf",
                        "spark.x=y z",
                        "s3://jars/x-spark3.jar",
                        "load-1",
                        "1");
    }

    @Test
    void shouldHoldBackWhatTheApplicationHasNoCapacityForAndRunItLater() {
        // Given two that fill it, one that needs little, and one that needs all
        world.start("first-a1", SMALL);
        world.start("second-a1", SMALL);
        world.start("large-a1", SMALL.replace("instances=2", "instances=29"));
        world.start("small-a1", SMALL.replace("instances=2", "instances=1"));
        // When
        world.untilRunning();
        // Then
        assertThat(world.states()).containsExactly("RUNNING", "RUNNING", "QUEUED", "QUEUED");
        // When there is room for the small one, which does not overtake
        world.spark.runs().get(0).end(0);
        world.untilRunning();
        assertThat(world.states()).containsExactly("SUCCESS", "RUNNING", "QUEUED", "QUEUED");
        world.spark.runs().get(1).end(0);
        world.untilRunning();
        // Then one that wants more than there is has all of it
        assertThat(world.states()).containsExactly("SUCCESS", "SUCCESS", "RUNNING", "QUEUED");
        world.spark.last().end(0);
        world.untilRunning();
        assertThat(world.states()).containsExactly("SUCCESS", "SUCCESS", "SUCCESS", "RUNNING");
    }

    @Test
    void shouldFailARunWhoseDriverFitsIntoNoApplicationOfThatCapacity() {
        // When
        TaskCalls.Call started = world.start(NAME, "--conf spark.driver.memory=100g");
        world.untilRunning();
        // Then
        assertThat(((TaskOutcome.Failed) started.outcome()).error()).contains("States.TaskFailed");
        assertThat(started.failedCause().path("State").asText()).isEqualTo("FAILED");
        assertThat(started.failedCause().path("StateDetails").asText())
                .isEqualTo(
                        "ApplicationMaxCapacityExceededException: Worker could not be allocated as the application has"
                                + " exceeded maximumCapacity settings.");
    }

    @Test
    void shouldFailTheTaskOfARunWhoseDriverFails() {
        // Given
        TaskCalls.Call started = world.start(NAME, SMALL);
        world.untilRunning();
        // When
        world.spark.last().end(1);
        world.loop.runUntilIdle();
        // Then
        assertThat(started.failedCause().path("JobRunId").asText()).isEqualTo(only().id());
        assertThat(world.serverless.find(ATTEMPT))
                .containsExactly(
                        new Resource(
                                ResourceKind.EMR_SERVERLESS_JOB_RUN,
                                only().id(),
                                ResourceStage.FAILED,
                                "FAILED",
                                "Job failed, please check complete logs in /logs/driver.log. the driver ended with exit code 1"));
    }

    @Test
    void shouldGiveTheSameRunForTheSameToken() {
        // Given
        TaskCalls.Call started = world.start(NAME, SMALL);
        // When
        TaskCalls.Call again = world.start(NAME, SMALL);
        world.untilRunning();
        world.spark.last().end(0);
        world.loop.runUntilIdle();
        // Then
        assertThat(again.output()).isEqualTo(started.output());
        assertThat(world.start(NAME, SMALL).output()).isEqualTo(started.output());
        assertThat(world.spark.runs()).hasSize(1);
        assertThatThrownBy(() -> world.start(NAME, ""))
                .isInstanceOf(TaskFailedException.class)
                .hasMessageStartingWith("The client token 'load-1-a1' was used with another request.")
                .extracting(failure -> ((TaskFailedException) failure).error())
                .isEqualTo("EMRServerless.ConflictException");
    }

    @Test
    void shouldCancelARunThatRunsOnceItsDriverHasEnded() {
        // Given
        TaskCalls.Call started = world.start(NAME, SMALL);
        world.untilRunning();
        ScriptedSpark.Run run = world.spark.last();
        run.ignoreStop();
        // When
        TaskCalls.Call asked = cancel(ServerlessTasks.CANCEL_JOB_RUN, only().id());
        TaskCalls.Call waits = cancel(ServerlessTasks.CANCEL_JOB_RUN_AND_WAIT, only().id());
        // Then
        assertThat(asked.isOver()).isTrue();
        assertThat(waits.isOver()).isFalse();
        assertThat(run.isStopped()).isTrue();
        assertThat(world.states()).containsExactly("CANCELLING");
        run.end(143);
        world.loop.runUntilIdle();
        assertThat(waits.output().path("State").asText()).isEqualTo("CANCELLED");
        assertThat(started.failedCause().path("State").asText()).isEqualTo("CANCELLED");
        // When it is cancelled once more
        assertThatThrownBy(() -> cancel(ServerlessTasks.CANCEL_JOB_RUN, only().id()))
                .isInstanceOf(TaskFailedException.class)
                .hasMessageStartingWith("Job run " + only().id() + " is in state CANCELLED and cannot be cancelled.");
        assertThat(cancel(ServerlessTasks.CANCEL_JOB_RUN_AND_WAIT, only().id()).isOver())
                .isTrue();
        assertThatThrownBy(() -> cancel(ServerlessTasks.CANCEL_JOB_RUN, "none"))
                .hasMessageStartingWith("Job run none does not exist");
    }

    private TaskCalls.Call cancel(String action, String id) {
        return world.calls.call(action, TaskCalls.json("{'ApplicationId': '00app', 'JobRunId': '" + id + "'}"));
    }

    @Test
    void shouldCancelWhatIsQueuedAtOnce() {
        // Given
        world.start("first-a1", SMALL.replace("instances=2", "instances=29"));
        TaskCalls.Call second = world.start("second-a1", SMALL);
        world.untilRunning();
        assertThat(world.states()).containsExactly("RUNNING", "QUEUED");
        // When
        second.task().cancel();
        // Then
        assertThat(world.states()).containsExactly("RUNNING", "CANCELLED");
        assertThat(world.spark.runs()).hasSize(1);
    }

    @Test
    void shouldCancelTheRunOfATaskThatIsGivenUp() {
        // Given
        TaskCalls.Call started = world.start(NAME, SMALL);
        world.untilRunning();
        // When
        started.task().cancel();
        // Then
        assertThat(world.spark.last().isStopped()).isTrue();
        assertThat(world.states()).containsExactly("CANCELLED");
    }

    @Test
    void shouldCancelARunThatTakesLongerThanItsTimeout() {
        // Given
        TaskCalls.Call started = world.start(NAME, SMALL);
        world.untilRunning();
        // When
        world.pass(Duration.ofMinutes(60));
        // Then
        assertThat(started.failedCause().path("State").asText()).isEqualTo("CANCELLED");
        assertThat(started.failedCause().path("StateDetails").asText()).isEqualTo("Job run timed out after 60 minutes");
    }

    @Test
    void shouldRunAgainWhatTheServicesLostAndGoOnWithTheOthers() throws IOException {
        // Given
        world.start("first-a1", SMALL);
        world.untilRunning();
        world.start("second-a1", SMALL);
        // When
        world.restart();
        // Then
        assertThat(world.states()).containsExactly("SCHEDULED", "SUBMITTED");
        world.untilRunning();
        assertThat(world.states()).containsExactly("RUNNING", "RUNNING");
        assertThat(world.spark.runs()).hasSize(2);
        // When the interrupted Task starts it again
        TaskCalls.Call again = world.start("first-a1", SMALL);
        world.spark.runs().forEach(run -> run.end(0));
        world.loop.runUntilIdle();
        // Then
        assertThat(again.output().path("JobRunId").asText())
                .isEqualTo(world.serverless.runs().all().get(0).id());
        assertThat(world.states()).containsExactly("SUCCESS", "SUCCESS");
    }

    @Test
    void shouldGoOnWithWhatIsQueuedAfterARestart() throws IOException {
        // Given
        world.start("first-a1", SMALL.replace("instances=2", "instances=29"));
        world.start("second-a1", SMALL);
        world.untilRunning();
        cancel(
                ServerlessTasks.CANCEL_JOB_RUN,
                world.serverless.runs().all().get(0).id());
        // When
        world.restart();
        world.untilRunning();
        // Then
        assertThat(world.states()).containsExactly("CANCELLED", "RUNNING");
    }

    @Test
    void shouldForgetARunThatEndedLongAgo() throws IOException {
        // Given
        world.start(NAME, SMALL);
        world.untilRunning();
        world.spark.last().end(0);
        // When
        world.pass(JobRuns.LISTED_AFTER_END.plusSeconds(1));
        world.restart();
        // Then
        assertThat(world.serverless.find(ATTEMPT)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldLoseTheReplyThrottleAndHangAsATestWantsIt() {
        // Given
        world.faults
                .next(
                        "StartJobRun",
                        new ServiceFaults.Refuse(ServerlessErrors.THROTTLING, ServerlessErrors.throttled()))
                .next("StartJobRun", new ServiceFaults.LoseReply(ServerlessErrors.THROTTLING, "connection reset"))
                .next("StartJobRun", new ServiceFaults.Hang())
                .next("StartJobRun", new ServiceFaults.FailStarting("InternalError", "no subnet address"))
                .next("StartJobRun", new ServiceFaults.Stuck())
                .listLate(Duration.ofMinutes(1));
        // When / Then
        assertThatThrownBy(() -> world.start(NAME, SMALL))
                .hasMessage("Rate exceeded (Service: EmrServerless, Status Code: 429, Request ID:"
                        + " 00000000-0000-0000-0000-000000000000)");
        assertThat(world.states()).isEmpty();
        assertThatThrownBy(() -> world.start(NAME, SMALL)).hasMessage("connection reset");
        assertThat(world.serverless.find(ATTEMPT)).isEmpty();
        assertThat(world.start("hanging-a1", SMALL).isOver()).isFalse();
        TaskCalls.Call failing = world.start("failing-a1", SMALL);
        TaskCalls.Call stuck = world.start("stuck-a1", SMALL);
        world.pass(Duration.ofDays(1));
        assertThat(failing.failedCause().path("StateDetails").asText()).isEqualTo("InternalError: no subnet address");
        assertThat(stuck.isOver()).isFalse();
        assertThat(stuck.reported()).hasSize(1);
        assertThat(world.serverless.find(ATTEMPT)).hasSize(1);
        // When the port is throttled
        world.faults.next("ListJobRuns", new ServiceFaults.Refuse("", "Rate exceeded"));
        assertThatThrownBy(() -> world.serverless.find(ATTEMPT)).isInstanceOf(TransientFailureException.class);
    }

    static Stream<Arguments> wrongRequests() {
        return Stream.of(
                wrong(json -> json.put("Invented", 1), "Unknown field Invented"),
                wrong(
                        json -> ((ObjectNode) json.at("/JobDriver/SparkSubmit")).put("Args", 1),
                        "Unknown field JobDriver.SparkSubmit.Args"),
                wrong(
                        json -> json.put("ClientToken", "t".repeat(65)),
                        "ClientToken is '" + "t".repeat(65) + "' and must match [A-Za-z0-9._-]{1,64}"),
                wrong(json -> json.remove("ClientToken"), "ClientToken is '' and must match [A-Za-z0-9._-]{1,64}"),
                wrong(json -> json.remove("ExecutionRoleArn"), "ExecutionRoleArn is required"),
                wrong(
                        json -> json.put("ExecutionTimeoutMinutes", -1),
                        "ExecutionTimeoutMinutes must be a whole number, 0 or more"),
                wrong(json -> json.remove("JobDriver"), "JobDriver.SparkSubmit is required here"),
                wrong(
                        json -> ((ObjectNode) json.at("/JobDriver/SparkSubmit"))
                                .put("SparkSubmitParameters", "--conf 'a"),
                        "SparkSubmitParameters: a single quote is not closed in: --conf 'a"));
    }

    private static Arguments wrong(Consumer<ObjectNode> change, String message) {
        ObjectNode json = ServerlessWorld.request(NAME, SMALL);
        change.accept(json);
        return Arguments.of(json, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongRequests")
    void shouldRefuseARequestAsEmrServerlessDoes(ObjectNode request, String message) {
        assertThatThrownBy(() -> world.calls.call(ServerlessTasks.START_JOB_RUN, request))
                .isInstanceOf(TaskFailedException.class)
                .hasMessage(ServerlessErrors.cause(message, 400))
                .extracting(failure -> ((TaskFailedException) failure).error())
                .isEqualTo("EMRServerless.ValidationException");
        assertThat(world.states()).isEmpty();
    }

    @Test
    void shouldRefuseAnApplicationThatIsNotThere() {
        ObjectNode request = ServerlessWorld.request(NAME, SMALL).put("ApplicationId", "00none");
        assertThatThrownBy(() -> world.calls.call(ServerlessTasks.START_JOB_RUN, request))
                .hasMessageStartingWith("Application 00none does not exist")
                .extracting(failure -> ((TaskFailedException) failure).error())
                .isEqualTo("EMRServerless.ResourceNotFoundException");
        assertThatThrownBy(() -> new Application("00app", "emr-6.8.0", MOST))
                .hasMessage("the release label is emr-6.8.0; there is a jar for emr-7.x.y (Spark 3.5), emr-spark-8.x.y"
                        + " (Spark 4.0)");
    }

    @Test
    void shouldShowWhatItHoldsFromItsRecords() throws IOException {
        // Given
        world.start(NAME, SMALL);
        world.untilRunning();
        // When / Then
        assertThat(Serverless.held(folder))
                .containsExactly(new Held(
                        only().resource(),
                        NAME,
                        ScriptedSpark.ASKED.words(),
                        ScriptedSpark.GIVEN.words(),
                        world.loop.clock().instant(),
                        false));
    }
}
