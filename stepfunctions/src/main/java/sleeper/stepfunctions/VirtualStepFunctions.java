package sleeper.stepfunctions;

import java.time.Instant;
import java.util.List;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.store.ExecutionStore;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.time.VirtualEventLoop;

/**
 * Step Functions for tests: time is virtual, so that a Wait of a year costs nothing, and everything is kept in memory. The same
 * definition, input and integrations give the same history each time. For one thread.
 */
public final class VirtualStepFunctions implements AutoCloseable {
    /** When virtual time begins. */
    public static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private final VirtualEventLoop loop = new VirtualEventLoop(START);
    private final LocalStepFunctions functions;

    private VirtualStepFunctions(
            TaskIntegrations integrations, ExecutionStore store, ExecutionStatusListener listener) {
        functions = new LocalStepFunctions(integrations, loop, store, Chance.seeded(1), listener);
        functions.resume();
    }

    /** Opens the service for state machines without Task states. */
    public static VirtualStepFunctions open() {
        return open(TaskIntegrations.none());
    }

    /** @param integrations do the work of Task states */
    public static VirtualStepFunctions open(TaskIntegrations integrations) {
        return open(integrations, new InMemoryExecutionStore());
    }

    /** @param store what it holds goes on */
    public static VirtualStepFunctions open(TaskIntegrations integrations, ExecutionStore store) {
        return open(integrations, store, ExecutionStatusListener.none());
    }

    /** @param listener learns of the end of each execution */
    public static VirtualStepFunctions open(
            TaskIntegrations integrations, ExecutionStore store, ExecutionStatusListener listener) {
        return new VirtualStepFunctions(integrations, store, listener);
    }

    /** @return all operations */
    public LocalStepFunctions functions() {
        return functions;
    }

    /** @return what time it is here, and what is to happen when */
    public VirtualEventLoop loop() {
        return loop;
    }

    /** Runs an execution of a state machine to its end. */
    public ExecutionDescription run(String stateMachineArn, String input) {
        return functions.awaitClosed(
                functions.startExecution(stateMachineArn, input).executionArn());
    }

    /** Creates a state machine and runs one execution of it to its end. */
    public ExecutionDescription runDefinition(String definition, String input) {
        return run(functions.createStateMachine("machine", definition), input);
    }

    /** @return the types of an execution's events, such as {@code TaskStateEntered}, oldest first */
    public List<String> eventTypes(ExecutionDescription execution) {
        return functions.history(execution.start().arn()).stream()
                .map(event -> event.type().wireName())
                .toList();
    }

    /** @return the previousEventId of each event of an execution, oldest first */
    public List<Long> previousIds(ExecutionDescription execution) {
        return functions.history(execution.start().arn()).stream()
                .map(event -> event.previousEventId())
                .toList();
    }

    @Override
    public void close() {
        functions.close();
        loop.close();
    }
}
