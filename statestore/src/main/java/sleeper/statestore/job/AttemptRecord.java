package sleeper.statestore.job;

import java.time.Instant;
import sleeper.core.job.AttemptId;
import sleeper.core.util.Require;

/**
 * That an attempt was asked for.
 *
 * @param attempt   the attempt
 * @param messageId the message that asked for it; another delivery of it asks for nothing new
 * @param askedAt   when
 */
public record AttemptRecord(AttemptId attempt, String messageId, Instant askedAt) {
    public AttemptRecord {
        Require.notNull("attempt", attempt);
        Require.notBlank("messageId", messageId);
        Require.notNull("askedAt", askedAt);
    }
}
