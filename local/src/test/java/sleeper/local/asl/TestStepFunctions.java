package sleeper.local.asl;

import java.time.Instant;
import java.util.List;
import sleeper.local.asl.expression.Chance;
import sleeper.local.asl.store.ExecutionStore;
import sleeper.local.asl.store.InMemoryExecutionStore;
import sleeper.local.asl.task.TaskIntegrations;
import sleeper.local.asl.time.VirtualEventLoop;
import sleeper.local.stepfunctions.ExecutionDescription;
import sleeper.local.stepfunctions.ExecutionStatusListener;
import sleeper.local.stepfunctions.LocalStepFunctions;

/** The service in virtual time, kept in memory. */
public final class TestStepFunctions implements AutoCloseable {
    /** When virtual time begins. */
    public static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private final VirtualEventLoop loop = new VirtualEventLoop(START);
    private final LocalStepFunctions functions;

    private TestStepFunctions(TaskIntegrations integrations, ExecutionStore store, ExecutionStatusListener listener) {
        functions = new LocalStepFunctions(integrations, loop, store, Chance.seeded(1), listener);
        functions.resume();
    }

    public static TestStepFunctions open() {
        return open(TaskIntegrations.none());
    }

    public static TestStepFunctions open(TaskIntegrations integrations) {
        return open(integrations, new InMemoryExecutionStore());
    }

    public static TestStepFunctions open(TaskIntegrations integrations, ExecutionStore store) {
        return open(integrations, store, ExecutionStatusListener.none());
    }

    public static TestStepFunctions open(
            TaskIntegrations integrations, ExecutionStore store, ExecutionStatusListener listener) {
        return new TestStepFunctions(integrations, store, listener);
    }

    public LocalStepFunctions functions() {
        return functions;
    }

    public VirtualEventLoop loop() {
        return loop;
    }

    /** Runs an execution to its end. */
    public ExecutionDescription run(String stateMachineArn, String input) {
        return functions.awaitClosed(
                functions.startExecution(stateMachineArn, input).executionArn());
    }

    /** Creates a state machine and runs one execution of it to its end. */
    public ExecutionDescription runDefinition(String definition, String input) {
        return run(functions.createStateMachine("machine", definition), input);
    }

    /** The types of the events of an execution. */
    public List<String> eventTypes(ExecutionDescription execution) {
        return functions.history(execution.start().arn()).stream()
                .map(event -> event.type().wireName())
                .toList();
    }

    /** The previousEventId of each event of an execution. */
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
