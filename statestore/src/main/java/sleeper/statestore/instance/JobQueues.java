package sleeper.statestore.instance;

import java.util.Map;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.platform.JobQueue;

/**
 * Port: the queues that jobs are sent to. Safe for use by many threads.
 *
 * <p>Errors, the same for all methods: {@link UnreachableException} if there is nobody to talk to: nothing was done then.
 * {@link sleeper.core.error.TransientFailureException} if it was refused and may be tried again.
 */
public interface JobQueues {
    /**
     * Sends a message; when this returns, the message is kept.
     *
     * @param body a job document, word for word
     * @return the message's id
     * @throws sleeper.core.error.InvalidRequestException PLATFORM_NOT_DEPLOYED if the instance has no such queue
     * @throws OutcomeUnknownException if no answer came, so that the message may be kept
     */
    String send(JobQueue queue, String body);

    /** As {@link UnknownOutcome}: what {@link #send} throws if the message may be kept. */
    static OutcomeUnknownException unknown(String where, String found, Throwable cause) {
        return OutcomeUnknownException.of(
                "The job may have been sent.",
                where,
                found,
                "Look first: 'sleeper jobs' shows it once it is taken from its queue. A job with an id may be sent again"
                        + " as it is: the second message changes nothing.",
                cause);
    }

    /**
     * @return for each queue that has any, how many messages are on their way to the starter, or being taken by it; about so many, as
     *     SQS counts them
     */
    Map<JobQueue, Long> waiting();
}
