package sleeper.local.task.ecs;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a task ended.
 *
 * @param exitCode  what its process ended with; empty if it never had one
 * @param whyNotRun why it was stopped before its turn, for people; empty if it ran
 */
record TaskEnd(OptionalInt exitCode, Optional<String> whyNotRun) {
    /** Exit codes above this one are of processes that a signal has ended. */
    private static final int SIGNALS = 128;

    static TaskEnd exited(int exitCode) {
        return new TaskEnd(OptionalInt.of(exitCode), Optional.empty());
    }

    static TaskEnd neverRan(String reason) {
        return new TaskEnd(OptionalInt.empty(), Optional.of(reason));
    }

    /** @return whether a signal has ended its process, whoever sent it */
    boolean isBySignal() {
        return exitCode.orElse(0) > SIGNALS;
    }
}
