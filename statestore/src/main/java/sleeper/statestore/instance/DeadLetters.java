package sleeper.statestore.instance;

import java.util.Map;
import sleeper.core.platform.JobQueue;
import sleeper.core.util.UnicodeText;

/**
 * Port: where a message is kept that nobody can act on. What is kept is looked at through {@link DeadLetterQueues}. Safe for use by
 * many threads.
 */
@FunctionalInterface
public interface DeadLetters {
    /** Most UTF-16 units of a reason that stands beside a message. */
    int MOST_REASON = 1_000;

    /** @return the message attributes of a dead letter, by name; a long reason is cut */
    static Map<String, String> attributes(String messageId, String reason) {
        return Map.of("messageId", messageId, "reason", UnicodeText.cut(reason, MOST_REASON));
    }

    /**
     * Keeps a message that nobody can act on.
     *
     * @param queue     the queue it came through
     * @param messageId its id
     * @param body      word for word
     * @param reason    what is wrong with it, for people
     * @throws sleeper.core.error.TransientFailureException if it was not kept and may be tried again
     */
    void add(JobQueue queue, String messageId, String body, String reason);
}
