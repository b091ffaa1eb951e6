package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sleeper.stepfunctions.history.EventType;
import sleeper.stepfunctions.history.HistoryEvent;

/** The history of a running execution. */
final class HistoryLog {
    /** Step Functions ends an execution with its 25,000th event. */
    static final int MAX_EVENTS = 25_000;

    private final InstantSource clock;
    private final List<HistoryEvent> events;
    private int saved;

    /** Thrown by {@link #add} when only the last event may still be written. */
    static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FullException() {
            super(
                    "The execution reached the maximum number of history events (" + MAX_EVENTS + ").",
                    null,
                    false,
                    false);
        }
    }

    HistoryLog(InstantSource clock, List<HistoryEvent> saved) {
        this.clock = clock;
        this.events = new ArrayList<>(saved);
        this.saved = saved.size();
    }

    /** Writes an event and returns its id. */
    long add(EventType type, long previousEventId, ObjectNode details) {
        if (events.size() >= MAX_EVENTS - 1) {
            throw new FullException();
        }
        return append(type, previousEventId, details);
    }

    /** Writes the event that ends the execution. */
    void end(EventType type, long previousEventId, ObjectNode details) {
        append(type, previousEventId, details);
    }

    private long append(EventType type, long previousEventId, ObjectNode details) {
        long id = events.size() + 1L;
        events.add(new HistoryEvent(id, previousEventId, clock.instant(), type, details));
        return id;
    }

    long size() {
        return events.size();
    }

    /** The events that have been saved. */
    List<HistoryEvent> saved() {
        return Collections.unmodifiableList(events.subList(0, saved));
    }

    /** The events that have not been saved. */
    List<HistoryEvent> unsaved() {
        return List.copyOf(events.subList(saved, events.size()));
    }

    /** Forgets the events that have not been saved, but not the start of the execution. */
    void dropUnsaved() {
        events.subList(Math.max(saved, 1), events.size()).clear();
    }

    /** Notes that all events have been saved. */
    void markSaved() {
        saved = events.size();
    }
}
