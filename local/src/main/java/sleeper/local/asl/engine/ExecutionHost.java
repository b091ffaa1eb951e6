package sleeper.local.asl.engine;

import java.util.List;
import sleeper.local.asl.expression.Chance;
import sleeper.local.asl.history.HistoryEvent;
import sleeper.local.asl.store.ExecutionStart;
import sleeper.local.asl.store.ExecutionState;
import sleeper.local.asl.task.TaskIntegrations;
import sleeper.local.asl.time.EventLoop;

/** What a running execution needs from those who started it. */
public interface ExecutionHost {
    /** Where it runs. */
    EventLoop loop();

    /** Who does the work of its tasks. */
    TaskIntegrations integrations();

    /** Its randomness. */
    Chance chance();

    /** Saves its state and new events before anything else happens. */
    void save(ExecutionStart start, ExecutionState state, List<HistoryEvent> newEvents);

    /** Hears, after its last save, that it has ended. */
    void closed(ExecutionStart start, ExecutionState state);
}
