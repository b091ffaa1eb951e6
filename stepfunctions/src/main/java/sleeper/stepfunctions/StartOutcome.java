package sleeper.stepfunctions;

import java.time.Instant;

/** What came of asking for an execution. */
public sealed interface StartOutcome {
    /** The execution of that name. */
    String executionArn();

    /** When that execution started. */
    Instant startDate();

    /** A new execution was started. */
    record Started(String executionArn, Instant startDate) implements StartOutcome {}

    /** An execution of this name with the same input is open: that is the one asked for. */
    record AlreadyRunning(String executionArn, Instant startDate) implements StartOutcome {}

    /** An execution of this name has another input, or has closed: no new one was started. */
    record AlreadyExists(String executionArn, Instant startDate) implements StartOutcome {}
}
