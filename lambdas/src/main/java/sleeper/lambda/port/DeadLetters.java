package sleeper.lambda.port;

import sleeper.core.platform.JobQueue;

/** Port: the dead-letter queues. Safe for use by many threads. */
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
