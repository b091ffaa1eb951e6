package sleeper.stepfunctions;

import java.time.Instant;
import java.util.Optional;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.Redrives;

/**
 * An execution as {@code DescribeExecution} shows it.
 *
 * @param start  what was fixed at its start: ARNs, names, definition, input
 * @param status where it stands
 * @param stopDate when it ended
 * @param output its output, if it succeeded
 * @param error  its error, if it has one
 * @param cause  the cause given with that
 * @param waiting why it waits, in words, if what it did could not be saved yet
 * @param redrives how often and when it was redriven
 * @param notRedrivable why it cannot be redriven now; empty if it can
 */
public record ExecutionDescription(
        ExecutionStart start,
        ExecutionStatus status,
        Optional<Instant> stopDate,
        Optional<String> output,
        Optional<String> error,
        Optional<String> cause,
        Optional<String> waiting,
        Redrives redrives,
        Optional<String> notRedrivable) {
    /** What {@code DescribeExecution} gives as the error of an execution that runs and waits; its cause says why. */
    public static final String NOT_SAVED_YET = "Local.NotSavedYet";

    static ExecutionDescription of(
            ExecutionStart start, ExecutionState state, Optional<String> waiting, Optional<String> notRedrivable) {
        return new ExecutionDescription(
                start,
                state.status(),
                state.stopDate(),
                state.output(),
                state.error(),
                state.cause(),
                waiting,
                state.redrives(),
                notRedrivable);
    }
}
