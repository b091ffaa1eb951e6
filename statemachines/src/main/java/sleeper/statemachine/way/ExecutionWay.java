package sleeper.statemachine.way;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sleeper.core.util.Require;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.Executions.Status;

/**
 * What an execution did, state by state.
 *
 * @param status      where it stands
 * @param startedAt   when it was started; empty if its history does not say
 * @param endedAt     when it ended; empty while it runs
 * @param failure     why it ended without success; empty if it did not
 * @param visits      in the order in which they began
 * @param transitions in the order in which each was first taken
 */
public record ExecutionWay(
        Status status,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<StateFailure> failure,
        List<Visit> visits,
        List<Transition> transitions) {
    public ExecutionWay {
        Require.notNull("status", status);
        Require.notNull("startedAt", startedAt);
        Require.notNull("endedAt", endedAt);
        Require.notNull("failure", failure);
        visits = List.copyOf(visits);
        transitions = List.copyOf(transitions);
    }

    /**
     * @param status where the execution stands, which may be known before its history says so
     * @param events its events so far, oldest first; a history that lacks its beginning gives the rest of the way
     */
    public static ExecutionWay of(Status status, List<ExecutionEvent> events) {
        WayReader reader = new WayReader();
        events.forEach(reader::read);
        return reader.way(status);
    }
}
