package sleeper.stepfunctions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.parse.DefinitionFault;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.ExecutionStore;
import sleeper.stepfunctions.store.StateMachineRecord;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.time.EventLoop;

/**
 * Step Functions on this machine, as plain Java: state machines, executions and their histories, kept in a store and taken up again from
 * it. Thread-safe. Not to be called on the event loop (from a {@link
 * sleeper.stepfunctions.task.TaskIntegration#start} or a listener), where {@link #onLoop} is for.
 *
 * <p>All methods that refuse a request throw {@link StepFunctionsException} with the code and words of AWS.
 */
public final class LocalStepFunctions implements AutoCloseable {
    private final EventLoop loop;
    private final StateMachines stateMachines;
    private final Executions executions;

    /**
     * Opens the service; executions that were open when the store was last used stand still until {@link #resume}.
     *
     * @param integrations do the work of Task states; a state machine whose Resources are not all found here is refused
     * @param loop         where everything runs, and what time it is; closed by the caller, after this
     * @param store        what is kept
     * @param chance       randomness of intrinsic functions, retries and names
     * @param listener     is called with the end of each execution, at least once, also across restarts
     */
    public LocalStepFunctions(
            TaskIntegrations integrations,
            EventLoop loop,
            ExecutionStore store,
            Chance chance,
            ExecutionStatusListener listener) {
        this.loop = loop;
        this.stateMachines = new StateMachines(store, integrations, loop.clock(), chance);
        this.executions = new Executions(
                store, integrations, loop, chance, listener, new Redrivability(loop.clock(), stateMachines::exists));
    }

    /**
     * Lets executions that were open when the store was last used go on from the states they were in, and calls the listener with those that
     * ended without a call. To be called once, when the integrations and the listener are ready.
     */
    public void resume() {
        inLoop(() -> {
            executions.resumeAll();
            return null;
        });
    }

    /** The same operations for code that runs on the event loop, such as an integration for {@code states:startExecution}. */
    public OnLoop onLoop() {
        return new OnLoop();
    }

    /**
     * Creates a state machine; one that exists with the same definition is returned as it is.
     *
     * @param name       1 to 80 characters
     * @param definition its definition, in the Amazon States Language
     * @return its ARN
     */
    public String createStateMachine(String name, String definition) {
        return createStateMachine(name, definition, Arns.localRole(), Map.of()).arn();
    }

    /** Creates a state machine with a role and tags, which are kept and shown; those of one that exists stay as they are. */
    public StateMachineRecord createStateMachine(
            String name, String definition, String roleArn, Map<String, String> tags) {
        return inLoop(() -> stateMachines.create(name, definition, roleArn, tags));
    }

    /** Changes the definition or role of a state machine; open executions keep the definition that they started with. */
    public StateMachineRecord updateStateMachine(
            String stateMachineArn, Optional<String> definition, Optional<String> roleArn) {
        return inLoop(() -> stateMachines.update(stateMachineArn, definition, roleArn));
    }

    /** Deletes a state machine, if it exists; its open executions go on. */
    public void deleteStateMachine(String stateMachineArn) {
        inLoop(() -> {
            stateMachines.delete(stateMachineArn);
            return null;
        });
    }

    /** A state machine. */
    public StateMachineRecord describeStateMachine(String stateMachineArn) {
        return inLoop(() -> stateMachines.get(stateMachineArn));
    }

    /** All state machines, by name. */
    public List<StateMachineRecord> listStateMachines() {
        return inLoop(stateMachines::list);
    }

    /** Sets and removes tags of a state machine. */
    public void tag(String stateMachineArn, Map<String, String> set, List<String> remove) {
        inLoop(() -> {
            stateMachines.tag(stateMachineArn, set, remove);
            return null;
        });
    }

    /** What is wrong with a definition; nothing is created. */
    public List<DefinitionFault> validate(String definition) {
        return stateMachines.validate(definition);
    }

    /**
     * Starts an execution under a name of the caller's.
     *
     * @param name  1 to 80 characters, unique for ever within the state machine
     * @param input JSON
     */
    public StartOutcome startExecution(String stateMachineArn, String name, String input) {
        return inLoop(() -> executions.start(stateMachines.get(stateMachineArn), Optional.of(name), input));
    }

    /** Starts an execution under a new name. */
    public StartOutcome startExecution(String stateMachineArn, String input) {
        return inLoop(() -> executions.start(stateMachines.get(stateMachineArn), Optional.empty(), input));
    }

    /** An execution. */
    public ExecutionDescription describe(String executionArn) {
        return inLoop(() -> executions.describe(executionArn));
    }

    /** The history of an execution, oldest event first. */
    public List<HistoryEvent> history(String executionArn) {
        return inLoop(() -> executions.history(executionArn));
    }

    /**
     * Stops an execution, if it is open, and returns it as it then is. One that waits to be saved is stopped too; its end is saved when
     * it can be.
     */
    public ExecutionDescription stop(String executionArn, Optional<String> error, Optional<String> cause) {
        return inLoop(() -> executions.stop(executionArn, error, cause));
    }

    /**
     * Restarts an execution that ended without success in the last 14 days, at what did not succeed; it keeps its ARN, definition, input
     * and history.
     *
     * @param clientToken names the request, so that its repetition within 15 minutes does not redrive again
     * @return when it was redriven
     * @throws StepFunctionsException         {@code EXECUTION_NOT_REDRIVABLE} with the reason, if it cannot be
     * @throws java.io.UncheckedIOException if that could not be saved: it was not redriven
     */
    public Instant redrive(String executionArn, Optional<String> clientToken) {
        return inLoop(() -> executions.redrive(executionArn, clientToken));
    }

    /** Executions of a state machine, newest first. */
    public List<ExecutionDescription> list(String stateMachineArn, Optional<ExecutionStatus> status) {
        return list(stateMachineArn, status, Optional.empty());
    }

    /** As {@link #list(String, Optional)}, of those that are older than the execution with the given ARN. */
    List<ExecutionDescription> list(String stateMachineArn, Optional<ExecutionStatus> status, Optional<String> after) {
        return inLoop(() -> {
            stateMachines.get(stateMachineArn);
            return executions.list(stateMachineArn, status, after);
        });
    }

    /** Waits until an execution has closed. */
    public ExecutionDescription awaitClosed(String executionArn) {
        return loop.await(whenClosed(executionArn));
    }

    /** Completes when an execution has closed. */
    public CompletableFuture<ExecutionDescription> whenClosed(String executionArn) {
        return inLoop(() -> executions.whenClosed(executionArn));
    }

    /** Leaves everything as it was last saved: open executions go on when the store is opened again. Tasks that run are cancelled. */
    @Override
    public void close() {
        inLoop(() -> {
            executions.close();
            return null;
        });
    }

    /** What time it is here. */
    Instant now() {
        return loop.clock().instant();
    }

    private <T> T inLoop(Supplier<T> action) {
        return loop.call(action);
    }

    /** Operations for code that runs on the event loop. */
    public final class OnLoop {
        private OnLoop() {}

        /** As {@link LocalStepFunctions#startExecution(String, String, String)}; without a name, under a new one. */
        public StartOutcome startExecution(String stateMachineArn, Optional<String> name, String input) {
            return executions.start(stateMachines.get(stateMachineArn), name, input);
        }

        /** As {@link LocalStepFunctions#whenClosed}. */
        public CompletableFuture<ExecutionDescription> whenClosed(String executionArn) {
            return executions.whenClosed(executionArn);
        }

        /** As {@link LocalStepFunctions#stop}. */
        public ExecutionDescription stop(String executionArn, Optional<String> error, Optional<String> cause) {
            return executions.stop(executionArn, error, cause);
        }
    }
}
