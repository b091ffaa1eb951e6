package sleeper.statemachine.way;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sleeper.statemachine.graph.MachineGraph;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.Executions.Status;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;

/** Runs a machine in virtual time; its Tasks end as the test says, and with an empty object where it says nothing. */
final class PlayedMachine implements AutoCloseable {
    private final String definition;
    private final Map<String, Deque<TaskOutcome>> outcomes = new HashMap<>();
    private final VirtualStepFunctions service = VirtualStepFunctions.open(
            TaskIntegrations.builder().with("arn:*", this::start).build());
    private String arn = "";
    private boolean hangs;

    /** @param states the states, the first of which is A; with single quotes */
    PlayedMachine(String states) {
        definition = "{\"StartAt\":\"A\",\"States\":{" + states.replace('\'', '"') + "}}";
    }

    private RunningTask start(TaskRequest request, TaskProgress progress) {
        Deque<TaskOutcome> planned = outcomes.getOrDefault(request.stateName(), new ArrayDeque<>());
        if (planned.isEmpty() && hangs) {
            return RunningTask.inVirtualTime(new CompletableFuture<>(), () -> {});
        }
        return RunningTask.of(
                CompletableFuture.completedFuture(
                        planned.isEmpty()
                                ? TaskOutcome.succeeded(JsonNodeFactory.instance.objectNode())
                                : planned.poll()),
                () -> {});
    }

    PlayedMachine fails(String state, String error, String cause) {
        outcomes.computeIfAbsent(state, name -> new ArrayDeque<>()).add(TaskOutcome.failed(error, cause));
        return this;
    }

    /** Tasks of which nothing is said do not end. */
    PlayedMachine hangs() {
        hangs = true;
        return this;
    }

    PlayedMachine redriven() {
        Instant unused = service.functions().redrive(arn, Optional.empty());
        ExecutionDescription unusedToo = service.functions().awaitClosed(arn);
        return this;
    }

    PlayedMachine run() {
        arn = service.runDefinition(definition, "{}").start().arn();
        return this;
    }

    /** Runs it for ten seconds. */
    PlayedMachine begin() {
        arn = service.functions()
                .startExecution(service.functions().createStateMachine("machine", definition), "{}")
                .executionArn();
        service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(10));
        return this;
    }

    PlayedMachine stop() {
        ExecutionDescription unused = service.functions().stop(arn, Optional.of("ABORTED"), Optional.of("by hand"));
        return this;
    }

    MachineRun told() {
        Status status =
                Status.valueOf(service.functions().describe(arn).status().name());
        List<ExecutionEvent> events = service.functions().history(arn).stream()
                .map(event -> new ExecutionEvent(
                        event.id(),
                        event.previousEventId(),
                        event.timestamp(),
                        event.type().wireName(),
                        event.stateName(),
                        event.details().toString()))
                .toList();
        return new MachineRun(MachineGraph.parse(definition), ExecutionWay.of(status, events));
    }

    @Override
    public void close() {
        service.close();
    }
}
