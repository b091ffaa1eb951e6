package sleeper.local.task.states;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sleeper.local.task.AwsNames;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.task.TaskIntegrations;

class StartExecutionTaskTest {
    private static final String ECHO = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";

    private final List<LocalStepFunctions> late = new ArrayList<>();
    private final VirtualStepFunctions service = VirtualStepFunctions.open(TaskIntegrations.builder()
            .with(AwsNames.integration("states:startExecution"), new StartExecutionTask(() -> late.get(0)))
            .build());
    private final String echo = service.functions().createStateMachine("echo", ECHO);

    private int machines;

    StartExecutionTaskTest() {
        late.add(service.functions());
    }

    @AfterEach
    void close() {
        service.close();
    }

    private ExecutionDescription startWith(String parameters) {
        return service.run(
                service.functions()
                        .createStateMachine(
                                "s" + machines++,
                                "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::states:startExecution\","
                                        + "\"Parameters\":{" + parameters + "},\"End\":true}}}"),
                "{}");
    }

    private ExecutionDescription started(ExecutionDescription by) {
        return service.functions()
                .awaitClosed(Json.readKnown(by.output().orElseThrow())
                        .get("ExecutionArn")
                        .textValue());
    }

    @Test
    void shouldStartAnExecutionWithNameAndInput() {
        ExecutionDescription first =
                started(startWith("\"StateMachineArn\":\"" + echo + "\",\"Name\":\"e\",\"Input\":{\"a\":1}"));
        ExecutionDescription second = startWith("\"StateMachineArn\":\"" + echo + "\",\"Name\":\"e\",\"Input\":{}");

        assertThat(first.start().name()).isEqualTo("e");
        assertThat(first.output()).contains("{\"a\":1}");
        assertThat(second.error()).contains("StepFunctions.ExecutionAlreadyExistsException");
    }

    @Test
    void shouldStartAnExecutionWithAnEmptyObjectWhereNoInputIsGiven() {
        ExecutionDescription execution = started(startWith("\"StateMachineArn\":\"" + echo + "\""));

        assertThat(execution.output()).contains("{}");
    }

    @Test
    void shouldFailWhereThereIsNoSuchStateMachine() {
        ExecutionDescription execution = startWith("\"StateMachineArn\":\"" + echo + "2\"");

        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(execution.error()).contains("StepFunctions.StateMachineDoesNotExistException");
    }
}
