package sleeper.statestore.instance;

import java.util.Map;
import sleeper.core.platform.JobQueue;

/**
 * Port: the queues that jobs are sent to. Safe for use by many threads.
 *
 * <p>Errors, the same for all methods: {@link UnreachableException} if nobody answers; after {@link #send} it is then not known
 * whether the message was kept. {@link sleeper.core.error.TransientFailureException} if it was refused and may be tried again.
 */
public interface JobQueues {
    /**
     * Sends a message; when this returns, the message is kept.
     *
     * @param body a job document, word for word
     * @return the message's id
     * @throws sleeper.core.error.InvalidRequestException PLATFORM_NOT_DEPLOYED if the instance has no such queue
     */
    String send(JobQueue queue, String body);

    /**
     * @return for each queue that has any, how many messages are on their way to the starter, or being taken by it; about so many, as
     *     SQS counts them
     */
    Map<JobQueue, Long> waiting();
}
