package sleeper.stepfunctions.store;

import java.util.List;
import sleeper.stepfunctions.history.HistoryEvent;

/**
 * Keeps state machines and executions. Each write is whole or not at all, and is there after the process has been killed. Called by one
 * thread at a time.
 *
 * <p>All methods throw {@link java.io.UncheckedIOException} if the medium fails.
 */
public interface ExecutionStore {
    /** All state machines. */
    List<StateMachineRecord> stateMachines();

    /** Writes a new state machine, or one that has changed. */
    void putStateMachine(StateMachineRecord stateMachine);

    /** Forgets a state machine, if it is there; its executions stay. */
    void deleteStateMachine(String arn);

    /** All executions; one that runs but has no position is damaged and cannot go on. */
    List<StoredExecution> executions();

    /** Writes a new execution with its first events. */
    void begin(ExecutionStart start, ExecutionState state, List<HistoryEvent> events);

    /** Writes the new state of an execution and appends events; {@code state.eventCount()} counts them in. */
    void advance(ExecutionStart start, ExecutionState state, List<HistoryEvent> newEvents);

    /** The history of an execution, as of its last write. */
    List<HistoryEvent> history(ExecutionStart start);
}
