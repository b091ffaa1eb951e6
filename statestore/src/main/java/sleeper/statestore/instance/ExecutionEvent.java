package sleeper.statestore.instance;

import java.time.Instant;
import sleeper.core.util.Require;

/**
 * An event of an execution's history, whatever keeps it.
 *
 * @param id         number of the event, counted from 1
 * @param previousId number of the event that led to it, which lies in the same branch; 0 if none did
 * @param at         when it happened
 * @param type       as Step Functions names it, such as {@code TaskStateEntered}
 * @param state      name of the state that was entered or left; empty if the event is of none
 * @param details    JSON, an object: what else Step Functions tells of it
 */
public record ExecutionEvent(long id, long previousId, Instant at, String type, String state, String details) {
    public ExecutionEvent {
        Require.atLeast("id", id, 1);
        Require.atLeast("previousId", previousId, 0);
        Require.notNull("at", at);
        Require.notBlank("type", type);
        Require.notNull("state", state);
        Require.notBlank("details", details);
    }
}
