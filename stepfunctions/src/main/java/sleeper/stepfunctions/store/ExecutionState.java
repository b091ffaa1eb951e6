package sleeper.stepfunctions.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What changes about an execution.
 *
 * @param status     where it stands
 * @param stopDate   when it ended
 * @param output     its output, if it succeeded
 * @param error      its error, if it failed or was stopped with one
 * @param cause      the cause given with that
 * @param eventCount events in its history
 * @param position   the states it is in, so that it can go on after a restart, or was in when it ended without success, so that it can be
 *     redriven; empty once it has succeeded, and if it cannot go on because what was saved is damaged
 * @param reported   whether its end was reported to the listener
 * @param redrives   how often it was redriven
 */
public record ExecutionState(
        ExecutionStatus status,
        Optional<Instant> stopDate,
        Optional<String> output,
        Optional<String> error,
        Optional<String> cause,
        long eventCount,
        Optional<ObjectNode> position,
        boolean reported,
        Redrives redrives) {
    /** Field of a position: since when a task of the execution waits for room. */
    public static final String WAITS_SINCE = "waitsSince";

    /** @return since when it runs no task but waits until the service of one has room for it; empty if it does not */
    public Optional<Instant> waitsSince() {
        return position.map(json -> json.path(WAITS_SINCE))
                .filter(JsonNode::isTextual)
                .map(since -> Instant.parse(since.textValue()));
    }

    /** The same state with another number of events. */
    ExecutionState withEventCount(long count) {
        return new ExecutionState(status, stopDate, output, error, cause, count, position, reported, redrives);
    }

    /** The same state without what it takes to go on. */
    public ExecutionState withoutPosition() {
        return new ExecutionState(
                status, stopDate, output, error, cause, eventCount, Optional.empty(), reported, redrives);
    }

    /** The same state after its end was reported. */
    public ExecutionState asReported() {
        return new ExecutionState(status, stopDate, output, error, cause, eventCount, position, true, redrives);
    }
}
