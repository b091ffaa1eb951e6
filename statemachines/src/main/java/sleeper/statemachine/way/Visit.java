package sleeper.statemachine.way;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sleeper.core.util.Require;

/**
 * A stay of an execution in a state, from its entry to its exit, with all its tries.
 *
 * @param state     the state's name
 * @param enteredAt when it was entered
 * @param endedAt   when it was left, or ended with the execution; empty while it goes on
 * @param outcome   what came of it
 * @param retries   how often it was tried again, 0 or more
 * @param failures  the failures of its tries, oldest first; the last one is what {@link Outcome#CAUGHT} and {@link Outcome#FAILED} mean
 */
public record Visit(
        String state,
        Instant enteredAt,
        Optional<Instant> endedAt,
        Outcome outcome,
        int retries,
        List<StateFailure> failures) {
    /** What came of a visit. */
    public enum Outcome {
        /** The execution is in the state. */
        RUNNING,
        /** The state was done. */
        LEFT,
        /** It failed, and the machine went on where that is caught. */
        CAUGHT,
        /** It failed, and what it is in with it. */
        FAILED,
        /** It was ended by others. */
        ABORTED,
        /** It was ended since the execution took too long. */
        TIMED_OUT
    }

    public Visit {
        Require.notBlank("state", state);
        Require.notNull("enteredAt", enteredAt);
        Require.notNull("endedAt", endedAt);
        Require.notNull("outcome", outcome);
        Require.atLeast("retries", retries, 0);
        failures = List.copyOf(failures);
    }

    /** @return how long it took so far */
    public Duration took(Instant now) {
        Duration took = Duration.between(enteredAt, endedAt.orElse(now));
        return took.isNegative() ? Duration.ZERO : took;
    }

    /** @return the failure that it came to; empty if it came to none */
    public Optional<StateFailure> failure() {
        boolean failed = outcome == Outcome.CAUGHT || outcome == Outcome.FAILED;
        return failed && !failures.isEmpty() ? Optional.of(failures.get(failures.size() - 1)) : Optional.empty();
    }
}
