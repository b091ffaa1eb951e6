package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ExecutionStatusListener;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskRequest;
import sleeper.stepfunctions.time.VirtualEventLoop;

/** Executions that are taken up by another service on the same store. */
class RestartTest {
    private static final String TASK = "{\"Type\":\"Task\",\"Resource\":\"" + ScriptedIntegration.RESOURCE + "\",";

    private final InMemoryExecutionStore store = new InMemoryExecutionStore();

    private String startAndClose(ScriptedIntegration integration, String definition, String input) {
        try (VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store)) {
            String machine = service.functions().createStateMachine("m", definition);
            String execution =
                    service.functions().startExecution(machine, "e", input).executionArn();
            service.loop().runUntilIdle();
            return execution;
        }
    }

    @Test
    void shouldRunAnInterruptedTaskAgainWithVariablesAndRetriesKept() {
        ScriptedIntegration first = new ScriptedIntegration().thenFail("E", "1").thenHang();
        ScriptedIntegration second = new ScriptedIntegration().thenFail("E", "2");
        String definition =
                "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Pass\",\"Assign\":{\"v\":5},\"Next\":\"T\"},"
                        + "\"T\":" + TASK
                        + "\"Retry\":[{\"ErrorEquals\":[\"E\"],\"IntervalSeconds\":0,\"MaxAttempts\":2}],"
                        + "\"ResultSelector\":{\"v.$\":\"$v\"},\"End\":true}}}";

        String arn = startAndClose(first, definition, "{}");

        assertThat(first.cancelled()).isEqualTo(1);
        try (VirtualStepFunctions service = VirtualStepFunctions.open(second.registered(), store)) {
            ExecutionDescription execution = service.functions().awaitClosed(arn);
            assertThat(execution.output()).contains("{\"v\":5}");
            assertThat(second.requests()).extracting(TaskRequest::retryCount).containsExactly(1, 2);
            List<String> types = service.eventTypes(execution);
            assertThat(types).filteredOn("TaskStateEntered"::equals).hasSize(1);
            assertThat(types).filteredOn("TaskScheduled"::equals).hasSize(4);
            assertThat(service.functions().history(arn))
                    .extracting(event -> event.id())
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .hasSize(types.size());
        }
    }

    @Test
    void shouldKeepTheEndOfAWaitAndOfTheExecution() {
        String definition =
                "{\"TimeoutSeconds\":100,\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":60,"
                        + "\"Next\":\"X\"},\"X\":{\"Type\":\"Wait\",\"Seconds\":60,\"End\":true}}}";

        String arn = startAndClose(new ScriptedIntegration(), definition, "{}");

        try (VirtualStepFunctions service = VirtualStepFunctions.open(new ScriptedIntegration().registered(), store)) {
            service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(59));
            assertThat(service.eventTypes(service.functions().describe(arn))).endsWith("WaitStateEntered");
            ExecutionDescription execution = service.functions().awaitClosed(arn);
            assertThat(execution.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
            assertThat(execution.stopDate()).contains(VirtualStepFunctions.START.plusSeconds(100));
            assertThat(service.eventTypes(execution))
                    .containsExactly(
                            "ExecutionStarted",
                            "WaitStateEntered",
                            "WaitStateExited",
                            "WaitStateEntered",
                            "ExecutionTimedOut");
        }
    }

    @Test
    void shouldGoOnInEachBranchAndIterationThatWasOpen() {
        ScriptedIntegration first = new ScriptedIntegration()
                .thenHang()
                .thenReturn(Json.readKnown("\"done before\""))
                .thenHang();
        String map = "{\"StartAt\":\"M\",\"States\":{\"M\":{\"Type\":\"Map\",\"MaxConcurrency\":1,\"ItemProcessor\":"
                + "{\"StartAt\":\"T\",\"States\":{\"T\":" + TASK + "\"End\":true}}},\"End\":true}}}";
        String task = "{\"StartAt\":\"U\",\"States\":{\"U\":" + TASK + "\"End\":true}}}";
        String definition = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Parallel\",\"Branches\":[" + map + ","
                + task + "],\"End\":true}}}";

        String arn = startAndClose(first, definition, "[1,2,3]");

        assertThat(first.requests()).hasSize(3);
        ScriptedIntegration second = new ScriptedIntegration();
        try (VirtualStepFunctions service = VirtualStepFunctions.open(second.registered(), store)) {
            ExecutionDescription execution = service.functions().awaitClosed(arn);
            assertThat(execution.output()).contains("[[\"done before\",2,3],[1,2,3]]");
            assertThat(second.requests()).hasSize(3);
        }
    }

    @Test
    void shouldStandStillUntilThoseWhoDoTheWorkAreReady() {
        String definition = "{\"StartAt\":\"T\",\"States\":{\"T\":" + TASK + "\"End\":true}}}";
        String arn = startAndClose(new ScriptedIntegration().thenHang(), definition, "{\"x\":1}");

        ScriptedIntegration second = new ScriptedIntegration();
        VirtualEventLoop loop = new VirtualEventLoop(VirtualStepFunctions.START);
        try (LocalStepFunctions functions = new LocalStepFunctions(
                second.registered(), loop, store, Chance.seeded(1), ExecutionStatusListener.none())) {
            loop.runUntilIdle();
            assertThat(functions.describe(arn).status()).isEqualTo(ExecutionStatus.RUNNING);
            assertThat(second.requests()).isEmpty();

            functions.resume();

            assertThat(functions.awaitClosed(arn).output()).contains("{\"x\":1}");
        }
    }

    @Test
    void shouldNeitherSaveNorMoveAfterClosing() {
        ScriptedIntegration first = new ScriptedIntegration().thenHang();
        String arn = startAndClose(first, "{\"StartAt\":\"T\",\"States\":{\"T\":" + TASK + "\"End\":true}}}", "{}");

        first.outcome(0).complete(TaskOutcome.succeeded(Json.object()));

        assertThat(store.executions().get(0).start().arn()).isEqualTo(arn);
        assertThat(store.executions().get(0).state().status()).isEqualTo(ExecutionStatus.RUNNING);
    }
}
