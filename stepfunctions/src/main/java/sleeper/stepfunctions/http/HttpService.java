package sleeper.stepfunctions.http;

import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What stands behind an endpoint. Called by many threads at once. */
public interface HttpService {
    /**
     * @param port  where the endpoint listens
     * @param hosts further names of this machine, as {@link PageGuard} takes them
     * @return what stands before it; one that keeps web pages away, too
     */
    RequestGuard guard(int port, Set<String> hosts);

    /** @return the answer to a request that the guard let through; an error, too, is an answer */
    HttpAnswer answer(RequestHead head, byte[] body);

    /**
     * As above, where work may be given up for which nobody waits any more.
     *
     * @param isThere whether the client is still there, as far as is known; may be asked by many threads, often, until the answer is given
     */
    default HttpAnswer answer(RequestHead head, byte[] body, BooleanSupplier isThere) {
        return answer(head, body);
    }

    /**
     * Puts a refusal into the form of the service's protocol.
     *
     * @param head empty if it could not be read
     */
    HttpAnswer refuse(Optional<RequestHead> head, Refusal refusal);
}
