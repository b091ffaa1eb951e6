package sleeper.stepfunctions.http;

import java.util.Optional;
import java.util.Set;

/** What stands behind an endpoint. Called by many threads at once. */
public interface HttpService {
    /** @return the media types that it takes, in lower case */
    Set<String> contentTypes();

    /** @return the answer to a request that the guard let through; an error, too, is an answer */
    HttpAnswer answer(RequestHead head, byte[] body);

    /**
     * Puts a refusal into the form of the service's protocol.
     *
     * @param head empty if it could not be read
     */
    HttpAnswer refuse(Optional<RequestHead> head, Refusal refusal);
}
