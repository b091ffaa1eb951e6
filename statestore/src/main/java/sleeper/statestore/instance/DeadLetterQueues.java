package sleeper.statestore.instance;

import java.util.List;
import sleeper.core.platform.JobQueue;
import sleeper.core.util.Require;

/**
 * Port: the dead-letter queues of an instance, for those who look through them. Safe for use by many threads.
 *
 * <p>Errors, the same for all methods: {@link UnreachableException} if nobody answers;
 * {@link sleeper.core.error.TransientFailureException} if it was refused and may be tried again.
 */
public interface DeadLetterQueues extends DeadLetters {
    /**
     * A message in a dead-letter queue.
     *
     * @param queue     the queue that it was sent to
     * @param messageId the id it had there
     * @param body      word for word
     * @param reason    why it is here, for people; empty if it was received too often
     * @param receipt   names it while it is hidden from others
     */
    record DeadLetter(JobQueue queue, String messageId, String body, String reason, String receipt) {
        public DeadLetter {
            Require.notNull("queue", queue);
            Require.notBlank("messageId", messageId);
            Require.notNull("body", body);
            Require.notNull("reason", reason);
            Require.notNull("receipt", receipt);
        }
    }

    /**
     * Takes some dead letters of a queue, ten at the most. They stay, hidden from others until they are removed or released, for a
     * minute at the most.
     *
     * @return empty if none is left that nobody hides
     */
    List<DeadLetter> take(JobQueue queue);

    /** @return about how many dead letters a queue has, those included that somebody has taken */
    long count(JobQueue queue);

    /** Shows letters of a queue that were taken to others again; one that was taken too long ago is shown already. */
    void release(JobQueue queue, List<DeadLetter> letters);

    /**
     * Removes a letter that was taken for good.
     *
     * @return false if it was taken too long ago: it is still there, and another may have taken it
     */
    boolean remove(DeadLetter letter);
}
