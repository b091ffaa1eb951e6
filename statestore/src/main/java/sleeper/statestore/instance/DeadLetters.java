package sleeper.statestore.instance;

import sleeper.core.platform.JobQueue;

/**
 * Port: where a message is kept that nobody can act on. What is kept is looked at through {@link DeadLetterQueues}. Safe for use by
 * many threads.
 */
@FunctionalInterface
public interface DeadLetters {
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
