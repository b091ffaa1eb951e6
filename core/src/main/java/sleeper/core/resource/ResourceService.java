package sleeper.core.resource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;

/**
 * Port: what attempts created of one kind. Whatever an attempt creates bears a name that is made of the attempt's
 * {@link AttemptId#executionName}, so that it is found though the reply to its creation was lost. What is found or not found here
 * says nothing about the attempt's rows. Safe for use by many threads.
 *
 * <p>Errors, the same for all methods: {@link sleeper.core.error.TransientFailureException} if the service did not answer or takes
 * no more calls for now; nothing is known then.
 */
public interface ResourceService {
    /**
     * A list may lag so long behind a creation. EMR gives no figure; EC2, which has the same consistency, has its callers look for up
     * to five minutes (EC2 API reference, eventual consistency).
     */
    Duration LIST_LAG = Duration.ofMinutes(5);

    ResourceKind kind();

    /**
     * Looks by name. What was asked for a moment ago may not be listed yet; what has ended is listed for a while.
     *
     * @return all that the attempt created, the oldest first as far as the service knows, and nothing of another attempt
     */
    List<Resource> find(AttemptId attempt);

    /** @return the resource as it stands; empty if the service knows none of this id, or knows it no more because it is gone */
    Optional<Resource> describe(String id);

    /**
     * Asks for the end of a resource, and does not wait for it. Does nothing about one that has ended or is not known.
     *
     * @param reason why, for people; one line
     */
    void end(String id, String reason);
}
