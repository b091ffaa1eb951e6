package sleeper.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.TaskIntegrations;

class StatusReportsTest {
    private static final String FAIL =
            "{\"StartAt\":\"F\",\"States\":{\"F\":{\"Type\":\"Fail\",\"Error\":\"E\",\"Cause\":\"c\"}}}";

    private static final String WAIT =
            "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":9,\"End\":true}}}";

    private final InMemoryExecutionStore store = new InMemoryExecutionStore();
    private final List<JsonNode> events = new ArrayList<>();
    private int refusals;

    private final ExecutionStatusListener listener = event -> {
        events.add(event);
        return refusals-- > 0
                ? CompletableFuture.failedFuture(new IllegalStateException("not now"))
                : CompletableFuture.completedFuture(null);
    };

    private VirtualStepFunctions open() {
        return VirtualStepFunctions.open(TaskIntegrations.none(), store, listener);
    }

    @Test
    void shouldTellOfTheEndInTheShapeOfEventBridge() {
        try (VirtualStepFunctions service = open()) {
            var execution = service.runDefinition(FAIL, "{\"a\":1}");
            service.loop().runUntilIdle();

            assertThat(events).hasSize(1);
            JsonNode event = events.get(0);
            assertThat(event.get("source").textValue()).isEqualTo("aws.states");
            assertThat(event.get("detail-type").textValue()).isEqualTo("Step Functions Execution Status Change");
            assertThat(event.get("resources").get(0).textValue())
                    .isEqualTo(execution.start().arn());
            JsonNode detail = event.get("detail");
            assertThat(detail.get("status").textValue()).isEqualTo("FAILED");
            assertThat(detail.get("name").textValue())
                    .isEqualTo(execution.start().name());
            assertThat(detail.get("stateMachineArn").textValue())
                    .isEqualTo(execution.start().stateMachineArn());
            assertThat(detail.get("input").textValue()).isEqualTo("{\"a\":1}");
            assertThat(detail.get("inputDetails").get("included").booleanValue())
                    .isTrue();
            assertThat(detail.get("output").isNull()).isTrue();
            assertThat(detail.get("startDate").longValue()).isEqualTo(VirtualStepFunctions.START.toEpochMilli());
            assertThat(detail.get("error").textValue()).isEqualTo("E");
        }
    }

    @Test
    void shouldTellInTextWhatIsNoUnicode() {
        try (VirtualStepFunctions service = open()) {
            String machine = service.functions().createStateMachine("w", WAIT);
            String arn = service.functions().startExecution(machine, "{}").executionArn();
            service.functions().stop(arn, Optional.of("\ud800"), Optional.of("a\udc00"));
            service.loop().runUntilIdle();
        }
        JsonNode detail = events.get(events.size() - 1).get("detail");
        assertThat(detail.get("error").textValue()).isEqualTo("\\ud800");
        assertThat(detail.get("cause").textValue()).isEqualTo("a\\udc00");
    }

    @Test
    void shouldTellOfEachEndOfARedrivenExecutionAndWhetherItCanBeRedriven() {
        try (VirtualStepFunctions service = open()) {
            var execution = service.runDefinition(FAIL, "{}");
            service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(60));
            service.functions().redrive(execution.start().arn(), Optional.empty());
            service.loop().runUntilIdle();

            assertThat(events)
                    .extracting(event -> event.get("detail"))
                    .extracting(detail -> detail.get("redriveCount") + " " + detail.get("redriveDate") + " "
                            + detail.get("redriveStatus"))
                    .containsExactly(
                            "0 null \"REDRIVABLE\"",
                            "1 " + VirtualStepFunctions.START.plusSeconds(60).toEpochMilli() + " \"REDRIVABLE\"");
        }
    }

    @Test
    void shouldNotTakeTheReportOfAnEarlierEndForThatOfTheLast() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        CompletableFuture<Void> never = new CompletableFuture<>();
        Deque<CompletableFuture<Void>> answers = new ArrayDeque<>(List.of(slow, never));
        try (VirtualStepFunctions service =
                VirtualStepFunctions.open(TaskIntegrations.none(), store, event -> answers.remove())) {
            var execution = service.runDefinition(FAIL, "{}");
            service.functions().redrive(execution.start().arn(), Optional.empty());

            slow.complete(null);
            service.loop().runUntilIdle();

            assertThat(answers).isEmpty();
            assertThat(store.executions().get(0).state().reported()).isFalse();
        }
    }

    @Test
    void shouldTellAgainUntilTheListenerHasTakenIt() {
        refusals = 3;
        try (VirtualStepFunctions service = open()) {
            service.runDefinition(FAIL, "{}");
            service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(1 + 2 + 4));

            assertThat(events).hasSize(4);
            assertThat(store.executions().get(0).state().reported()).isTrue();
        }
    }

    @Test
    void shouldTellAgainAfterARestartWhatWasNotTaken() {
        refusals = 1;
        try (VirtualStepFunctions service = open()) {
            service.runDefinition(FAIL, "{}");
        }
        try (VirtualStepFunctions service = open()) {
            service.loop().runUntilIdle();
            assertThat(events).hasSize(2);
        }
        try (VirtualStepFunctions service = open()) {
            service.loop().runUntilIdle();
            assertThat(events).hasSize(2);
        }
    }
}
