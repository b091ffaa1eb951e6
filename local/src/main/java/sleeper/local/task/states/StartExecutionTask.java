package sleeper.local.task.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.StartOutcome;
import sleeper.stepfunctions.StepFunctionsException;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;

/** {@code states:startExecution}: starts an execution and does not wait for it. */
public final class StartExecutionTask implements TaskIntegration {
    private final Supplier<LocalStepFunctions> service;

    /** @param service gives the service when a task is started; the service itself needs its integrations first */
    public StartExecutionTask(Supplier<LocalStepFunctions> service) {
        this.service = service;
    }

    @Override
    public RunningTask start(TaskRequest request, TaskProgress progress) {
        JsonNode parameters = request.parameters();
        StartOutcome outcome;
        try {
            outcome = service.get()
                    .onLoop()
                    .startExecution(
                            parameters.path("StateMachineArn").asText(),
                            Optional.ofNullable(parameters.get("Name")).map(JsonNode::asText),
                            parameters.hasNonNull("Input")
                                    ? parameters.get("Input").toString()
                                    : "{}");
        } catch (StepFunctionsException e) {
            throw new TaskFailedException("StepFunctions." + e.code().wireName() + "Exception", e.getMessage());
        }
        if (outcome instanceof StartOutcome.AlreadyExists exists) {
            throw new TaskFailedException(
                    "StepFunctions.ExecutionAlreadyExistsException",
                    "Execution Already Exists: " + exists.executionArn());
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("ExecutionArn", outcome.executionArn());
        answer.put("StartDate", outcome.startDate().toString());
        return RunningTask.of(CompletableFuture.completedFuture(TaskOutcome.succeeded(answer)), () -> {});
    }
}
