package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.task.TaskOutcome;

class ParallelAndMapTest {
    private final ScriptedIntegration integration = new ScriptedIntegration();
    private final VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered());

    @AfterEach
    void close() {
        service.close();
    }

    private static String graph(String name, String state) {
        return "{\"StartAt\":\"" + name + "\",\"States\":{\"" + name + "\":" + state + "}}";
    }

    private static final String PASS = "{\"Type\":\"Pass\",\"End\":true}";
    private static final String TASK =
            "{\"Type\":\"Task\",\"Resource\":\"" + ScriptedIntegration.RESOURCE + "\",\"End\":true}";
    private static final String WAIT = "{\"Type\":\"Wait\",\"Seconds\":60,\"End\":true}";

    private ExecutionDescription runParallel(String fields, String... branches) {
        return service.runDefinition(
                graph("P", "{\"Type\":\"Parallel\",\"Branches\":[" + String.join(",", branches) + "]," + fields + "}"),
                "{\"x\":1}");
    }

    private ExecutionDescription runMap(String fields, String state, String input) {
        return service.runDefinition(
                graph("M", "{\"Type\":\"Map\",\"ItemProcessor\":" + graph("I", state) + "," + fields + "}"), input);
    }

    @Test
    void shouldGatherTheOutputsOfBranchesAndChainTheirEvents() {
        ExecutionDescription execution = runParallel(
                "\"ResultSelector\":{\"first.$\":\"$[0]\"},\"ResultPath\":\"$.r\",\"End\":true",
                graph("A", "{\"Type\":\"Pass\",\"Result\":1,\"End\":true}"),
                graph("B", PASS));

        assertThat(execution.output()).contains("{\"x\":1,\"r\":{\"first\":1}}");
        assertThat(service.eventTypes(execution))
                .containsExactly(
                        "ExecutionStarted",
                        "ParallelStateEntered",
                        "ParallelStateStarted",
                        "PassStateEntered",
                        "PassStateExited",
                        "PassStateEntered",
                        "PassStateExited",
                        "ParallelStateSucceeded",
                        "ParallelStateExited",
                        "ExecutionSucceeded");
        assertThat(service.previousIds(execution)).containsExactly(0L, 0L, 2L, 3L, 4L, 3L, 6L, 7L, 7L, 9L);
    }

    @Test
    void shouldEndSiblingsWhenABranchFails() {
        integration.thenHang().thenFail("E", "c");

        ExecutionDescription execution =
                runParallel("\"End\":true", graph("A", TASK), graph("B", WAIT), graph("C", TASK));

        assertThat(execution.error()).contains("E");
        assertThat(integration.cancelled()).isEqualTo(1);
        assertThat(service.eventTypes(execution).subList(9, 15))
                .containsExactly(
                        "TaskStarted",
                        "TaskFailed",
                        "TaskStateAborted",
                        "WaitStateAborted",
                        "TaskStateAborted",
                        "ParallelStateFailed");
        assertThat(service.previousIds(execution).subList(11, 16)).containsExactly(11L, 11L, 11L, 11L, 15L);
    }

    @Test
    void shouldNotMoveABranchThatWasEndedByItsSibling() {
        ExecutionDescription execution =
                runParallel("\"End\":true", graph("A", "{\"Type\":\"Fail\",\"Error\":\"E\"}"), graph("B", PASS));

        assertThat(service.eventTypes(execution))
                .containsExactly(
                        "ExecutionStarted",
                        "ParallelStateEntered",
                        "ParallelStateStarted",
                        "FailStateEntered",
                        "ParallelStateFailed",
                        "ExecutionFailed");
    }

    @Test
    void shouldFailTheExecutionAtOnceOnARuntimeErrorInABranch() {
        ExecutionDescription execution = runParallel(
                "\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"P\"}],\"End\":true",
                graph("A", "{\"Type\":\"Pass\",\"Parameters\":{\"m.$\":\"$.nope\"},\"End\":true}"));

        assertThat(execution.cause())
                .contains("An error occurred while executing the state 'A' (entered at the event id #4). The JSONPath"
                        + " '$.nope' specified for the field 'm.$' could not be found in the input '{\"x\":1}'");
        assertThat(service.eventTypes(execution))
                .containsExactly(
                        "ExecutionStarted",
                        "ParallelStateEntered",
                        "ParallelStateStarted",
                        "PassStateEntered",
                        "ExecutionFailed");
    }

    @Test
    void shouldStartAllBranchesAgainAtARetry() {
        integration.thenFail("E", "1");

        ExecutionDescription execution = runParallel(
                "\"Retry\":[{\"ErrorEquals\":[\"E\"],\"IntervalSeconds\":7}],\"End\":true", graph("A", TASK));

        assertThat(execution.output()).contains("[{\"x\":1}]");
        assertThat(service.eventTypes(execution))
                .filteredOn("ParallelStateStarted"::equals)
                .hasSize(2);
        assertThat(service.eventTypes(execution)).doesNotContain("ParallelStateFailed");
    }

    @Test
    void shouldKeepVariablesOfBranchesToThemselvesAndReadOuterOnes() {
        ExecutionDescription execution = service.runDefinition(
                "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Pass\",\"Assign\":{\"outer\":1},\"Next\":\"P\"},"
                        + "\"P\":{\"Type\":\"Parallel\",\"Branches\":["
                        + graph(
                                "A",
                                "{\"Type\":\"Pass\",\"Assign\":{\"inner.$\":\"$outer\"},\"Parameters\":{\"o.$\":\"$outer\"},"
                                        + "\"End\":true}")
                        + "],\"Next\":\"E\"},\"E\":{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$inner\","
                        + "\"IsPresent\":true,\"Next\":\"F\"}],\"Default\":\"F2\"},"
                        + "\"F\":{\"Type\":\"Fail\"},\"F2\":{\"Type\":\"Succeed\"}}}",
                "{}");

        assertThat(execution.output()).contains("[{\"o\":1}]");
    }

    @Test
    void shouldMapOverItemsWithTheirContext() {
        ExecutionDescription execution = runMap(
                "\"ItemsPath\":\"$.items\",\"ItemSelector\":{\"i.$\":\"$$.Map.Item.Index\",\"v.$\":\"$$.Map.Item.Value\","
                        + "\"k.$\":\"$.k\"},\"End\":true",
                "{\"Type\":\"Pass\",\"Parameters\":{\"in.$\":\"$\",\"again.$\":\"$$.Map.Item.Value\"},\"End\":true}",
                "{\"items\":[\"a\",\"b\"],\"k\":7}");

        assertThat(execution.output())
                .contains("[{\"in\":{\"i\":0,\"v\":\"a\",\"k\":7},\"again\":\"a\"},"
                        + "{\"in\":{\"i\":1,\"v\":\"b\",\"k\":7},\"again\":\"b\"}]");
    }

    @Test
    void shouldRunNoMoreIterationsAtOnceThanAllowed() {
        integration.thenHang().thenHang().thenHang();
        String machine = service.functions()
                .createStateMachine(
                        "m",
                        graph(
                                "M",
                                "{\"Type\":\"Map\",\"MaxConcurrency\":2,\"ItemProcessor\":" + graph("I", TASK)
                                        + ",\"End\":true}"));
        String arn = service.functions().startExecution(machine, "[1,2,3]").executionArn();

        assertThat(integration.requests()).hasSize(2);
        integration.outcome(1).complete(TaskOutcome.succeeded(Json.readKnown("22")));
        service.loop().runUntilIdle();
        assertThat(integration.requests()).hasSize(3);
        integration.outcome(2).complete(TaskOutcome.succeeded(Json.readKnown("33")));
        integration.outcome(0).complete(TaskOutcome.succeeded(Json.readKnown("11")));

        assertThat(service.functions().awaitClosed(arn).output()).contains("[11,22,33]");
    }

    @Test
    void shouldEndTheOtherIterationsWhenOneFails() {
        integration.thenFail("E", "c").thenHang();

        ExecutionDescription execution = runMap("\"End\":true", TASK, "[1,2]");

        List<String> types = service.eventTypes(execution);
        assertThat(types.subList(types.indexOf("TaskFailed"), types.size()))
                .containsExactly(
                        "TaskFailed",
                        "MapIterationFailed",
                        "TaskStateAborted",
                        "MapIterationAborted",
                        "TaskStateAborted",
                        "MapStateFailed",
                        "ExecutionFailed");
        assertThat(integration.cancelled()).isEqualTo(1);
    }

    @Test
    void shouldEndAnIterationOnceWhereTheMapIsInABranchThatFails() {
        integration.thenFail("E", "c").thenHang();

        ExecutionDescription execution = runParallel(
                "\"Parameters\":[1,2],\"End\":true",
                graph("M", "{\"Type\":\"Map\",\"ItemProcessor\":" + graph("I", TASK) + ",\"End\":true}"));

        assertThat(service.eventTypes(execution))
                .filteredOn("MapIterationAborted"::equals)
                .hasSize(1);
        assertThat(service.eventTypes(execution)).endsWith("MapStateAborted", "ParallelStateFailed", "ExecutionFailed");
    }

    @Test
    void shouldGiveAnEmptyArrayForNoItems() {
        ExecutionDescription execution = runMap("\"End\":true", PASS, "[]");

        assertThat(execution.output()).contains("[]");
        assertThat(service.eventTypes(execution))
                .containsExactly(
                        "ExecutionStarted",
                        "MapStateEntered",
                        "MapStateStarted",
                        "MapStateSucceeded",
                        "MapStateExited",
                        "ExecutionSucceeded");
        assertThat(service.previousIds(execution)).containsExactly(0L, 0L, 2L, 3L, 3L, 5L);
    }

    @Test
    void shouldFailWhereThereIsNoArray() {
        ExecutionDescription object = runMap("\"End\":true", PASS, "{}");

        assertThat(object.error()).contains("States.Runtime");
        assertThat(object.cause()).get().asString().endsWith("Reference path \"$\" must point to array.");
    }

    @Test
    void shouldFailClearlyBeforeTheFirstIterationOfADistributedMap() {
        ExecutionDescription execution = service.runDefinition(
                graph(
                        "M",
                        "{\"Type\":\"Map\",\"Label\":\"L\",\"ItemProcessor\":{\"ProcessorConfig\":"
                                + "{\"Mode\":\"DISTRIBUTED\",\"ExecutionType\":\"STANDARD\"},\"StartAt\":\"I\","
                                + "\"States\":{\"I\":" + PASS + "}},\"End\":true}"),
                "[1]");

        assertThat(execution.error()).contains("States.Runtime");
        assertThat(execution.cause()).get().asString().contains("DISTRIBUTED mode is not supported");
        assertThat(service.eventTypes(execution))
                .containsExactly("ExecutionStarted", "MapStateEntered", "MapStateStarted", "ExecutionFailed");
    }

    @Test
    void shouldFailWhereTheItemsAreNotFound() {
        ExecutionDescription execution = runMap("\"ItemsPath\":\"$.list\",\"End\":true", PASS, "{\"x\":1}");

        assertThat(execution.error()).contains("States.ReferencePathConflict");
        assertThat(execution.cause()).contains("Unable to apply step \"list\" to input {\"x\":1}");
    }

    @Test
    void shouldNestAMapInABranch() {
        ExecutionDescription execution = runParallel(
                "\"Parameters\":[1,2],\"End\":true",
                graph("N", "{\"Type\":\"Map\",\"ItemProcessor\":" + graph("I", PASS) + ",\"End\":true}"),
                graph("A", PASS));

        assertThat(execution.output()).contains("[[1,2],[1,2]]");
    }
}
