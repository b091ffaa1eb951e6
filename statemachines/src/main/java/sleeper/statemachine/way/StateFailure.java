package sleeper.statemachine.way;

import java.time.Instant;
import sleeper.core.util.Require;
import sleeper.core.util.Secrets;

/**
 * A failure of a state or an execution.
 *
 * @param at    when it failed
 * @param error the error's name; empty if none was given
 * @param cause the cause, as it was given but for secrets, which are masked; may be empty, and may be JSON
 */
public record StateFailure(Instant at, String error, String cause) {
    public StateFailure {
        Require.notNull("at", at);
        Require.notNull("error", error);
        cause = Secrets.masked(cause);
    }
}
