package sleeper.stepfunctions.http;

import java.util.Optional;
import java.util.Set;

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
     * Puts a refusal into the form of the service's protocol.
     *
     * @param head empty if it could not be read
     */
    HttpAnswer refuse(Optional<RequestHead> head, Refusal refusal);
}
