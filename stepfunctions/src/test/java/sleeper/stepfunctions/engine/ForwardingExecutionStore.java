package sleeper.stepfunctions.engine;

import java.util.List;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.store.ExecutionStore;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.store.StateMachineRecord;
import sleeper.stepfunctions.store.StoredExecution;

/** Does what a store in memory does; tests override the calls that are to fail. */
abstract class ForwardingExecutionStore implements ExecutionStore {
    private final ExecutionStore kept = new InMemoryExecutionStore();

    @Override
    public List<StateMachineRecord> stateMachines() {
        return kept.stateMachines();
    }

    @Override
    public void putStateMachine(StateMachineRecord stateMachine) {
        kept.putStateMachine(stateMachine);
    }

    @Override
    public void deleteStateMachine(String arn) {
        kept.deleteStateMachine(arn);
    }

    @Override
    public List<StoredExecution> executions() {
        return kept.executions();
    }

    @Override
    public void begin(ExecutionStart start, ExecutionState state, List<HistoryEvent> events) {
        kept.begin(start, state, events);
    }

    @Override
    public void advance(ExecutionStart start, ExecutionState state, List<HistoryEvent> newEvents) {
        kept.advance(start, state, newEvents);
    }

    @Override
    public List<HistoryEvent> history(ExecutionStart start) {
        return kept.history(start);
    }
}
