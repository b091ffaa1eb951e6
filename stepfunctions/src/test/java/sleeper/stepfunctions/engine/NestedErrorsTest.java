package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.TaskRequest;

/**
 * Retry and Catch at each level of a Task in a Parallel in a Map in a Parallel. The Task retries once after 1 s, the inner Parallel
 * once after 10 s, the Map once after 100 s, the outer Parallel once after 1000 s.
 */
class NestedErrorsTest {
    private final ScriptedIntegration integration = new ScriptedIntegration();
    private final InMemoryExecutionStore store = new InMemoryExecutionStore();
    private VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store);

    @AfterEach
    void close() {
        service.close();
    }

    private static String graph(String name, String state, String more) {
        return "{'StartAt':'" + name + "','States':{'" + name + "':{" + state + ",'End':true}" + more + "}}";
    }

    private static String retry(int seconds) {
        return ",'Retry':[{'ErrorEquals':['E'],'MaxAttempts':1,'IntervalSeconds':" + seconds + "}]";
    }

    /** A catcher that leads to a state which says at which level it caught what. */
    private static String caught(String level) {
        return ",'Catch':[{'ErrorEquals':['E'],'ResultPath':'$.error','Next':'" + level + "Caught'}]";
    }

    private static String catching(String level) {
        return ",'" + level + "Caught':{'Type':'Pass','Parameters':{'level':'" + level
                + "','cause.$':'$.error.Cause'},'End':true}";
    }

    /** @param catcher the level that catches; none of them if it is empty */
    private static String nested(String catcher) {
        String task = graph(
                "Task",
                "'Type':'Task','Resource':'" + ScriptedIntegration.RESOURCE + "'" + retry(1)
                        + (catcher.equals("Task") ? caught("Task") : ""),
                catcher.equals("Task") ? catching("Task") : "");
        String inner = graph(
                "Inner",
                "'Type':'Parallel','Branches':[" + task + "]" + retry(10)
                        + (catcher.equals("Inner") ? caught("Inner") : ""),
                catcher.equals("Inner") ? catching("Inner") : "");
        String map = graph(
                "Map",
                "'Type':'Map','MaxConcurrency':1,'ItemsPath':'$.items','ItemProcessor':" + inner + retry(100)
                        + (catcher.equals("Map") ? caught("Map") : ""),
                catcher.equals("Map") ? catching("Map") : "");
        return graph(
                        "Outer",
                        "'Type':'Parallel','Branches':[" + map + "]" + retry(1000)
                                + (catcher.equals("Outer") ? caught("Outer") : ""),
                        catcher.equals("Outer") ? catching("Outer") : "")
                .replace('\'', '"');
    }

    private void failTimes(int times) {
        for (int i = 1; i <= times; i++) {
            integration.thenFail("E", "failure " + i);
        }
    }

    private ExecutionDescription run(String catcher) {
        return service.runDefinition(nested(catcher), "{\"items\":[{\"i\":1}]}");
    }

    private static Duration taken(ExecutionDescription execution) {
        return Duration.between(VirtualStepFunctions.START, execution.stopDate().orElseThrow());
    }

    @Test
    void shouldRetryAtEachLevelOnlyWhenTheOneWithinIsExhausted() {
        failTimes(16);

        ExecutionDescription execution = run("");

        assertThat(execution.error()).contains("E");
        assertThat(execution.cause()).contains("failure 16");
        assertThat(integration.requests()).hasSize(16);
        assertThat(integration.requests().stream().map(TaskRequest::retryCount).toList())
                .containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        // 8 pauses of the Task, 4 of the inner Parallel, 2 of the Map, 1 of the outer Parallel.
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(8 + 4 * 10 + 2 * 100 + 1000));
        List<String> types = service.eventTypes(execution);
        assertThat(types).filteredOn("ParallelStateStarted"::equals).hasSize(2 + 8);
        assertThat(types).filteredOn("MapStateStarted"::equals).hasSize(4);
        assertThat(types).filteredOn("MapIterationFailed"::equals).hasSize(4);
        assertThat(types).filteredOn("ParallelStateFailed"::equals).hasSize(4 + 1);
        assertThat(types).filteredOn("MapStateFailed"::equals).hasSize(2);
        assertThat(types).endsWith("ParallelStateFailed", "ExecutionFailed");
    }

    @Test
    void shouldGoOnAtTheLevelWhoseRetrySucceeds() {
        failTimes(5);

        ExecutionDescription execution = run("");

        assertThat(execution.output()).contains("[[[{\"i\":1}]]]");
        assertThat(integration.requests()).hasSize(6);
        // The Map is retried once, after two rounds of the inner Parallel; then the Task's own retry succeeds.
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(1 + 10 + 1 + 100 + 1));
    }

    @Test
    void shouldCatchAtEachLevelAfterItsOwnRetries() {
        assertCaught("Task", 2, "[[[{\"level\":\"Task\",\"cause\":\"failure 2\"}]]]");
        assertCaught("Inner", 4, "[[{\"level\":\"Inner\",\"cause\":\"failure 4\"}]]");
        assertCaught("Map", 8, "[{\"level\":\"Map\",\"cause\":\"failure 8\"}]");
        assertCaught("Outer", 16, "{\"level\":\"Outer\",\"cause\":\"failure 16\"}");
    }

    private void assertCaught(String level, int failures, String output) {
        int before = integration.requests().size();
        failTimes(failures);
        String machine = service.functions().createStateMachine("catches-at-" + level, nested(level));

        ExecutionDescription execution = service.run(machine, "{\"items\":[{\"i\":1}]}");

        assertThat(execution.output()).contains(output);
        assertThat(integration.requests()).hasSize(before + failures);
    }

    @Test
    void shouldCountOnWithinEachLevelAfterARestart() {
        failTimes(7);
        integration.thenHang().thenFail("E", "the last");
        String machine = service.functions().createStateMachine("machine", nested("Map"));
        String arn = service.functions()
                .startExecution(machine, "{\"items\":[{\"i\":1}]}")
                .executionArn();
        service.loop().advanceTo(VirtualStepFunctions.START.plus(Duration.ofDays(1)));
        assertThat(integration.requests()).hasSize(8);

        service.close();
        service = VirtualStepFunctions.open(integration.registered(), store);

        assertThat(service.functions().awaitClosed(arn).output())
                .contains("[{\"level\":\"Map\",\"cause\":\"the last\"}]");
        assertThat(integration.requests()).hasSize(9);
    }

    @Test
    void shouldRunOtherIterationsOfAMapAgainWhenItIsRetried() {
        integration
                .thenReturn(Json.readKnown("\"first\""))
                .thenFail("E", "1")
                .thenFail("E", "2")
                .thenFail("E", "3")
                .thenFail("E", "4");

        ExecutionDescription execution = service.runDefinition(nested(""), "{\"items\":[{\"i\":1},{\"i\":2}]}");

        assertThat(execution.output()).contains("[[[{\"i\":1}],[{\"i\":2}]]]");
        assertThat(integration.requests()).hasSize(7);
    }
}
