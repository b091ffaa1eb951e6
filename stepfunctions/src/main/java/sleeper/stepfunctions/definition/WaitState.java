package sleeper.stepfunctions.definition;

import java.time.Instant;
import sleeper.stepfunctions.expression.Expression;

/**
 * Waits.
 *
 * @param until for how long or till when
 */
public record WaitState(String name, DataFlow data, Until until, Transition transition) implements State {
    /** How long or till when to wait. */
    public sealed interface Until {
        /** Seconds: from 0. */
        record Seconds(long seconds) implements Until {}

        /** SecondsPath. */
        record SecondsAt(Expression expression) implements Until {}

        /** Timestamp. */
        record Timestamp(Instant instant) implements Until {}

        /** TimestampPath. */
        record TimestampAt(Expression expression) implements Until {}
    }

    @Override
    public <R> R accept(StateVisitor<R> visitor) {
        return visitor.waiting(this);
    }
}
