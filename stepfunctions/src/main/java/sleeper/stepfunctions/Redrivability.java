package sleeper.stepfunctions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.store.ExecutionStatus;

/**
 * Whether an execution can be redriven, and if not, why.
 *
 * <p>Source: Step Functions API reference, {@code DescribeExecution}, {@code redriveStatusReason}; the words are AWS's, but where a
 * position is missing.
 */
final class Redrivability {
    /** What a redrive writes, and one event more, must find room. */
    private static final long MAX_EVENTS = 24_999;

    private static final Duration PERIOD = Duration.ofDays(14);
    private static final Duration MAX_EXECUTION_TIME = Duration.ofDays(365);

    private final InstantSource clock;
    private final Predicate<String> stateMachineExists;

    /** @param stateMachineExists of an ARN */
    Redrivability(InstantSource clock, Predicate<String> stateMachineExists) {
        this.clock = clock;
        this.stateMachineExists = stateMachineExists;
    }

    /** Whether an execution ended so long ago that it will never be redriven. */
    boolean isOver(ExecutionState state) {
        return state.stopDate()
                .filter(stop -> clock.instant().isAfter(stop.plus(PERIOD)))
                .isPresent();
    }

    /** Why the execution cannot be redriven now; empty if it can. */
    Optional<String> refusal(ExecutionStart start, ExecutionState state) {
        if (state.status() == ExecutionStatus.RUNNING || state.status() == ExecutionStatus.SUCCEEDED) {
            return Optional.of("Execution is " + state.status() + " and cannot be redriven.");
        }
        if (!stateMachineExists.test(start.stateMachineArn())) {
            return Optional.of("State machine is in DELETING status.");
        }
        if (state.eventCount() >= MAX_EVENTS) {
            return Optional.of("Execution history event limit exceeded.");
        }
        Instant now = clock.instant();
        if (!now.isBefore(start.startDate().plus(MAX_EXECUTION_TIME))) {
            return Optional.of("Execution has exceeded the max execution time.");
        }
        if (isOver(state)) {
            return Optional.of("Execution redrivable period exceeded.");
        }
        if (state.position().isEmpty()) {
            return Optional.of("Execution ended before redriving was supported here, or its files were damaged:"
                    + " where it ended is not known. Start a new one.");
        }
        return Optional.empty();
    }
}
