package sleeper.stepfunctions.engine;

import java.util.List;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.time.EventLoop;

/** What a running execution needs from the service that started it. */
public interface ExecutionHost {
    /** Where it runs. */
    EventLoop loop();

    /** What does the work of its tasks. */
    TaskIntegrations integrations();

    /** Its randomness. */
    Chance chance();

    /** Saves its state and new events before anything else happens. */
    void save(ExecutionStart start, ExecutionState state, List<HistoryEvent> newEvents);

    /** Hears, after its last save, that it has ended. */
    void closed(ExecutionStart start, ExecutionState state);
}
