package sleeper.statestore.job;

import java.time.Instant;
import sleeper.core.job.JobId;
import sleeper.core.util.Require;

/**
 * A job as it was accepted.
 *
 * @param id         its id
 * @param document   its canonical document, the id filled in
 * @param digest     digest of that
 * @param queue      word of the queue it came through, or {@link #BY_PROGRAM}
 * @param messageId  the message it came with
 * @param receivedAt when
 */
public record StoredJob(JobId id, String document, String digest, String queue, String messageId, Instant receivedAt) {
    /**
     * In place of a queue's word: no execution runs the job. A program hands the rows over itself, and the document names no
     * files; or the job was prepared, and its user starts an engine that reads them.
     */
    public static final String BY_PROGRAM = "records";

    public StoredJob {
        Require.notNull("id", id);
        Require.notBlank("document", document);
        Require.notBlank("digest", digest);
        Require.notBlank("queue", queue);
        Require.notBlank("messageId", messageId);
        Require.notNull("receivedAt", receivedAt);
    }

    /** @return whether executions run the job; if not, only its user can try again */
    public boolean isRunByExecutions() {
        return !queue.equals(BY_PROGRAM);
    }
}
