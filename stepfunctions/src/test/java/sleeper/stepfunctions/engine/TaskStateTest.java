package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskRequest;

class TaskStateTest {
    private final ScriptedIntegration integration = new ScriptedIntegration();
    private final VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered());

    @AfterEach
    void close() {
        service.close();
    }

    private static String task(String fields) {
        return "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\"" + ScriptedIntegration.RESOURCE
                + "\"," + fields + "},\"Caught\":{\"Type\":\"Pass\",\"End\":true}}}";
    }

    /** Without the state that only a catcher leads to. */
    private static String taskAlone(String fields) {
        return task(fields).replace(",\"Caught\":{\"Type\":\"Pass\",\"End\":true}", "");
    }

    private static String canonical(String json) {
        return Json.write(Json.readKnown(json));
    }

    private List<HistoryEvent> history(ExecutionDescription execution) {
        return service.functions().history(execution.start().arn());
    }

    private Duration taken(ExecutionDescription execution) {
        return Duration.between(
                execution.start().startDate(), execution.stopDate().orElseThrow());
    }

    @Test
    void shouldPassParametersAndWriteTheEventsOfASyncTask() {
        integration.thenDo((request, progress) -> {
            progress.submitted(Json.object().put("TaskArn", "t"));
            return CompletableFuture.completedFuture(
                    TaskOutcome.succeeded(Json.object().put("exit", 0)));
        });

        ExecutionDescription execution = service.runDefinition(
                taskAlone("\"Parameters\":{\"a.$\":\"$.x\",\"token.$\":\"$$.Task.Token\"},\"TimeoutSeconds\":60,"
                        + "\"HeartbeatSeconds\":20,\"ResultPath\":\"$.done\",\"End\":true"),
                "{\"x\":1}");

        assertThat(execution.output()).contains("{\"x\":1,\"done\":{\"exit\":0}}");
        assertThat(service.eventTypes(execution))
                .containsExactly(
                        "ExecutionStarted",
                        "TaskStateEntered",
                        "TaskScheduled",
                        "TaskStarted",
                        "TaskSubmitted",
                        "TaskSucceeded",
                        "TaskStateExited",
                        "ExecutionSucceeded");
        assertThat(service.previousIds(execution)).containsExactly(0L, 0L, 2L, 3L, 4L, 5L, 6L, 7L);
        TaskRequest request = integration.requests().get(0);
        assertThat(history(execution).get(2).details().toString())
                .isEqualTo(canonical("{\"resourceType\":\"ecs\",\"resource\":\"runTask.sync\","
                        + "\"region\":\"us-east-1\",\"parameters\":\"{\\\"a\\\":1,\\\"token\\\":\\\""
                        + request.taskToken() + "\\\"}\",\"timeoutInSeconds\":60,\"heartbeatInSeconds\":20}"));
        assertThat(history(execution).get(5).details().toString())
                .isEqualTo(canonical("{\"resourceType\":\"ecs\",\"resource\":\"runTask.sync\","
                        + "\"output\":\"{\\\"exit\\\":0}\",\"outputDetails\":{\"truncated\":false}}"));
        assertThat(request.executionArn()).isEqualTo(execution.start().arn());
        assertThat(request.stateName()).isEqualTo("T");
        assertThat(request.retryCount()).isZero();
    }

    @Test
    void shouldFailTheExecutionWithTheTasksError() {
        integration.thenFail("sleeper.core.error.InvalidRequestException", "no such table");

        ExecutionDescription execution = service.runDefinition(taskAlone("\"End\":true"), "{}");

        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(execution.error()).contains("sleeper.core.error.InvalidRequestException");
        assertThat(execution.cause()).contains("no such table");
        assertThat(service.eventTypes(execution))
                .containsExactly(
                        "ExecutionStarted",
                        "TaskStateEntered",
                        "TaskScheduled",
                        "TaskStarted",
                        "TaskFailed",
                        "ExecutionFailed");
    }

    @Test
    void shouldTakeAnExceptionForAFailureUnderItsClassName() {
        integration.thenDo((request, progress) -> {
            throw new IllegalArgumentException("broken");
        });

        ExecutionDescription execution = service.runDefinition(taskAlone("\"End\":true"), "{}");

        assertThat(execution.error()).contains("java.lang.IllegalArgumentException");
        assertThat(execution.cause()).contains("broken");
    }

    @Test
    void shouldTakeAnErrorForAFailureRatherThanWaitForEver() {
        TaskIntegration broken = TaskIntegration.calling(Runnable::run, (request, progress) -> {
            throw new NoClassDefFoundError("broken");
        });
        TaskIntegrations registered = TaskIntegrations.builder()
                .with(ScriptedIntegration.RESOURCE, broken)
                .build();
        try (VirtualStepFunctions other = VirtualStepFunctions.open(registered)) {
            ExecutionDescription execution = other.runDefinition(taskAlone("\"End\":true"), "{}");

            assertThat(execution.error()).contains("java.lang.NoClassDefFoundError");
            assertThat(execution.cause()).contains("broken");
        }
    }

    @Test
    void shouldTakeTheNameOfATaskFailure() {
        integration.thenDo((request, progress) ->
                CompletableFuture.failedFuture(new TaskFailedException("ECS.Throttled", "slow down")));

        ExecutionDescription execution = service.runDefinition(taskAlone("\"End\":true"), "{}");

        assertThat(execution.error()).contains("ECS.Throttled");
        assertThat(execution.cause()).contains("slow down");
    }

    @Test
    void shouldRetryWithGrowingPausesUpToTheirBound() {
        integration
                .thenFail("E", "1")
                .thenFail("E", "2")
                .thenFail("E", "3")
                .thenReturn(Json.object().put("at", "last"));

        ExecutionDescription execution = service.runDefinition(
                taskAlone("\"Retry\":[{\"ErrorEquals\":[\"Other\"]},{\"ErrorEquals\":[\"E\"],\"IntervalSeconds\":2,"
                        + "\"BackoffRate\":3,\"MaxDelaySeconds\":10,\"MaxAttempts\":5}],\"End\":true"),
                "{}");

        assertThat(execution.output()).contains("{\"at\":\"last\"}");
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(2 + 6 + 10));
        assertThat(integration.requests()).extracting(TaskRequest::retryCount).containsExactly(0, 1, 2, 3);
        assertThat(service.eventTypes(execution).subList(0, 7))
                .containsExactly(
                        "ExecutionStarted",
                        "TaskStateEntered",
                        "TaskScheduled",
                        "TaskStarted",
                        "TaskFailed",
                        "TaskScheduled",
                        "TaskStarted");
        assertThat(service.previousIds(execution).subList(0, 7)).containsExactly(0L, 0L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void shouldDrawPausesWithFullJitterBelowTheirLength() {
        integration.thenFail("E", "1").thenFail("E", "2");

        ExecutionDescription execution = service.runDefinition(
                taskAlone("\"Retry\":[{\"ErrorEquals\":[\"States.ALL\"],\"IntervalSeconds\":100,\"BackoffRate\":1,"
                        + "\"JitterStrategy\":\"FULL\"}],\"End\":true"),
                "{}");

        assertThat(taken(execution)).isPositive().isLessThan(Duration.ofSeconds(200));
        assertThat(taken(execution)).isNotEqualTo(Duration.ofSeconds(200));
    }

    @Test
    void shouldRetryThreeTimesUnlessToldOtherwiseAndThenCatch() {
        for (int i = 0; i < 9; i++) {
            integration.thenFail("E", Integer.toString(i));
        }

        ExecutionDescription execution = service.runDefinition(
                task(
                        "\"Retry\":[{\"ErrorEquals\":[\"States.TaskFailed\"]}],"
                                + "\"Catch\":[{\"ErrorEquals\":[\"Other\"],\"Next\":\"Caught\"},"
                                + "{\"ErrorEquals\":[\"States.ALL\"],\"ResultPath\":\"$.failure\",\"Next\":\"Caught\"}],\"End\":true"),
                "{\"x\":1}");

        assertThat(execution.output()).contains("{\"x\":1,\"failure\":{\"Error\":\"E\",\"Cause\":\"3\"}}");
        assertThat(integration.requests()).hasSize(4);
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(1 + 2 + 4));
        assertThat(service.eventTypes(execution).subList(11, 17))
                .containsExactly(
                        "TaskScheduled",
                        "TaskStarted",
                        "TaskFailed",
                        "TaskStateExited",
                        "PassStateEntered",
                        "PassStateExited");
    }

    @Test
    void shouldCountEachRetrierOnItsOwn() {
        integration.thenFail("A", "").thenFail("B", "").thenFail("A", "").thenFail("A", "last");

        ExecutionDescription execution = service.runDefinition(
                taskAlone("\"Retry\":[{\"ErrorEquals\":[\"A\"],\"MaxAttempts\":2},"
                        + "{\"ErrorEquals\":[\"B\"],\"MaxAttempts\":1}],\"End\":true"),
                "{}");

        assertThat(execution.cause()).contains("last");
        assertThat(integration.requests()).hasSize(4);
    }

    @Test
    void shouldTimeOutCancelAndLetACatcherHandleIt() {
        integration.thenHang();

        ExecutionDescription execution = service.runDefinition(
                task("\"TimeoutSecondsPath\":\"$.limit\",\"Retry\":[{\"ErrorEquals\":[\"States.TaskFailed\"]}],"
                        + "\"Catch\":[{\"ErrorEquals\":[\"States.Timeout\"],\"Next\":\"Caught\"}],\"End\":true"),
                "{\"limit\":90}");

        assertThat(execution.output()).contains("{\"Error\":\"States.Timeout\",\"Cause\":\"\"}");
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(90));
        assertThat(integration.cancelled()).isEqualTo(1);
        assertThat(service.eventTypes(execution).subList(3, 6))
                .containsExactly("TaskStarted", "TaskTimedOut", "TaskStateExited");
    }

    @Test
    void shouldTimeOutWithoutAHeartbeatAndKeepGoingWithOne() {
        integration.thenDo((request, progress) -> {
            service.loop().schedule(VirtualStepFunctions.START.plusSeconds(8), progress::heartbeat);
            return new CompletableFuture<>();
        });

        ExecutionDescription execution = service.runDefinition(
                task("\"HeartbeatSeconds\":10,\"Catch\":[{\"ErrorEquals\":[\"States.HeartbeatTimeout\"],"
                        + "\"Next\":\"Caught\"}],\"End\":true"),
                "{}");

        assertThat(execution.output()).contains("{\"Error\":\"States.Timeout\",\"Cause\":\"\"}");
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(18));
    }

    @Test
    void shouldIgnoreAnOutcomeThatComesAfterTheTimeOut() {
        integration.thenHang();
        ExecutionDescription execution = service.runDefinition(taskAlone("\"TimeoutSeconds\":5,\"End\":true"), "{}");

        integration.outcome(0).complete(TaskOutcome.succeeded(Json.object()));
        service.loop().runUntilIdle();

        assertThat(service.functions().describe(execution.start().arn())).isEqualTo(execution);
        assertThat(execution.error()).contains("States.Timeout");
        assertThat(execution.cause()).isEmpty();
    }

    @Test
    void shouldNotCatchRuntimeErrorsAtAll() {
        ExecutionDescription execution = service.runDefinition(
                task("\"Parameters\":{\"a.$\":\"$.nope\"},\"Retry\":[{\"ErrorEquals\":[\"States.ALL\"]}],"
                        + "\"Catch\":[{\"ErrorEquals\":[\"States.Runtime\"],\"Next\":\"Caught\"},"
                        + "{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"Caught\"}],\"End\":true"),
                "{}");

        assertThat(execution.error()).contains("States.Runtime");
        assertThat(execution.cause())
                .contains("An error occurred while executing the state 'T' (entered at the event id #2). "
                        + "The JSONPath '$.nope' specified for the field 'a.$' could not be found in the input '{}'");
        assertThat(service.eventTypes(execution))
                .containsExactly("ExecutionStarted", "TaskStateEntered", "ExecutionFailed");
    }

    @Test
    void shouldRefuseATooLargeResultWhichOnlyItsNameCatches() {
        String large = "x".repeat(262_144);
        integration
                .thenReturn(Json.object().put("a", large))
                .thenReturn(Json.object().put("a", large));
        String byAll = "{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"Caught\"}";
        String byName = "{\"ErrorEquals\":[\"States.DataLimitExceeded\"],\"Next\":\"Caught\"}";

        ExecutionDescription uncaught = service.runDefinition(task("\"Catch\":[" + byAll + "],\"End\":true"), "{}");
        String machine =
                service.functions().createStateMachine("byName", task("\"Catch\":[" + byName + "],\"End\":true"));
        ExecutionDescription caught = service.run(machine, "{}");

        assertThat(uncaught.error()).contains("States.DataLimitExceeded");
        assertThat(uncaught.cause())
                .contains("The state/task 'ecs' returned a result with a size exceeding the maximum number of bytes"
                        + " service limit.");
        assertThat(caught.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void shouldWriteTheEventsOfALambdaFunctionNamedByItsArn() {
        String function = "arn:aws:lambda:us-east-1:000000000000:function:validate";

        ExecutionDescription execution = service.runDefinition(
                "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\"" + function
                        + "\",\"End\":true}}}",
                "{\"a\":1}");

        assertThat(service.eventTypes(execution))
                .containsExactly(
                        "ExecutionStarted",
                        "TaskStateEntered",
                        "LambdaFunctionScheduled",
                        "LambdaFunctionStarted",
                        "LambdaFunctionSucceeded",
                        "TaskStateExited",
                        "ExecutionSucceeded");
        assertThat(history(execution).get(2).details().get("resource").textValue())
                .isEqualTo(function);
    }

    @Test
    void shouldCancelTheTaskWhenTheExecutionIsStopped() {
        integration.thenHang();
        String machine = service.functions().createStateMachine("machine", taskAlone("\"End\":true"));
        String execution = service.functions().startExecution(machine, "{}").executionArn();

        service.functions().stop(execution, Optional.of("Stopped"), Optional.of("by hand"));

        ExecutionDescription stopped = service.functions().describe(execution);
        assertThat(stopped.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(integration.cancelled()).isEqualTo(1);
        assertThat(service.eventTypes(stopped))
                .containsExactly(
                        "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "ExecutionAborted");
        assertThat(service.previousIds(stopped)).endsWith(0L);
        assertThat(history(stopped).get(4).details().toString())
                .isEqualTo(canonical("{\"error\":\"Stopped\",\"cause\":\"by hand\"}"));
    }

    @Test
    void shouldTimeOutTheWholeExecutionWithoutCatching() {
        integration.thenHang();
        String definition = task("\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"Caught\"}],\"End\":true")
                .replaceFirst("\\{", "{\"TimeoutSeconds\":30,");

        ExecutionDescription execution = service.runDefinition(definition, "{}");

        assertThat(execution.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(execution.error()).isEmpty();
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(30));
        assertThat(integration.cancelled()).isEqualTo(1);
        assertThat(service.eventTypes(execution)).endsWith("ExecutionTimedOut");
        assertThat(execution.stopDate()).contains(Instant.parse("2026-11-21T08:00:30Z"));
    }
}
