package sleeper.stepfunctions.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sleeper.stepfunctions.history.HistoryEvent;

/** Keeps everything in memory: for tests, and for runs that are not taken up again. */
public final class InMemoryExecutionStore implements ExecutionStore {
    private final Map<String, StateMachineRecord> stateMachines = new LinkedHashMap<>();
    private final Map<String, StoredExecution> executions = new LinkedHashMap<>();
    private final Map<String, List<HistoryEvent>> histories = new LinkedHashMap<>();

    @Override
    public synchronized List<StateMachineRecord> stateMachines() {
        return List.copyOf(stateMachines.values());
    }

    @Override
    public synchronized void putStateMachine(StateMachineRecord stateMachine) {
        stateMachines.put(stateMachine.arn(), stateMachine);
    }

    @Override
    public synchronized void deleteStateMachine(String arn) {
        stateMachines.remove(arn);
    }

    @Override
    public synchronized List<StoredExecution> executions() {
        return List.copyOf(executions.values());
    }

    @Override
    public synchronized void begin(ExecutionStart start, ExecutionState state, List<HistoryEvent> events) {
        histories.put(start.arn(), new ArrayList<>());
        advance(start, state, events);
    }

    @Override
    public synchronized void advance(ExecutionStart start, ExecutionState state, List<HistoryEvent> newEvents) {
        executions.put(start.arn(), new StoredExecution(start, state));
        histories.get(start.arn()).addAll(newEvents);
    }

    @Override
    public synchronized List<HistoryEvent> history(ExecutionStart start) {
        return List.copyOf(histories.getOrDefault(start.arn(), List.of()));
    }
}
