package sleeper.stepfunctions.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;

/**
 * One event.
 *
 * @param id              number in its execution, from 1 without gaps
 * @param previousEventId the event that led to this one; 0 for the execution's own start and end by others, and for its first state
 * @param timestamp       when
 * @param type            what
 * @param details         fields of this kind; empty if it has none. Never changed
 */
public record HistoryEvent(long id, long previousEventId, Instant timestamp, EventType type, ObjectNode details) {
    public HistoryEvent {
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(details, "details");
    }

    /** The name of the state entered or exited by this event; empty for other events. */
    public String stateName() {
        return details.path("name").asText("");
    }
}
