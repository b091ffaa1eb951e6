package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import sleeper.stepfunctions.history.EventDetails;
import sleeper.stepfunctions.history.EventType;
import sleeper.stepfunctions.store.ExecutionStatus;

/**
 * A way for an execution to end.
 *
 * @param status  where it stands then
 * @param event   the last event of its history
 * @param details of the event
 * @param output  its output, as JSON, if it succeeds
 * @param error   its error, if it fails or is stopped with one
 * @param cause   the cause given with that
 */
record Ending(
        ExecutionStatus status,
        EventType event,
        ObjectNode details,
        Optional<String> output,
        Optional<String> error,
        Optional<String> cause) {
    static Ending succeeded(String output) {
        return new Ending(
                ExecutionStatus.SUCCEEDED,
                EventType.EXECUTION_SUCCEEDED,
                EventDetails.succeeded(output),
                Optional.of(output),
                Optional.empty(),
                Optional.empty());
    }

    static Ending failed(StateError error) {
        return new Ending(
                ExecutionStatus.FAILED,
                EventType.EXECUTION_FAILED,
                EventDetails.failure(error.error(), error.cause()),
                Optional.empty(),
                error.error(),
                error.cause());
    }

    static Ending timedOut() {
        return new Ending(
                ExecutionStatus.TIMED_OUT,
                EventType.EXECUTION_TIMED_OUT,
                EventDetails.none(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Ending aborted(Optional<String> error, Optional<String> cause) {
        return new Ending(
                ExecutionStatus.ABORTED,
                EventType.EXECUTION_ABORTED,
                EventDetails.failure(error, cause),
                Optional.empty(),
                error,
                cause);
    }
}
