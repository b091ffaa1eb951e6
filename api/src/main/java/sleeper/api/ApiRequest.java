package sleeper.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import sleeper.core.util.Require;

/**
 * A request of the API, whatever brought it: HTTP to this machine, or the invocation of a function.
 *
 * @param method {@code GET} or {@code POST}
 * @param path   below {@link Api#PREFIX} and with it, each segment still encoded as in a URL
 * @param query  parameters, decoded
 * @param body   JSON; empty if there is none
 */
public record ApiRequest(String method, String path, Map<String, String> query, Optional<JsonNode> body) {
    public ApiRequest {
        Require.notBlank("method", method);
        Require.notBlank("path", path);
        query = Map.copyOf(query);
        Require.notNull("body", body);
    }

    /** @return a request that reads */
    public static ApiRequest get(String path, Map<String, String> query) {
        return new ApiRequest("GET", path, query, Optional.empty());
    }

    public boolean isRead() {
        return method.equals("GET");
    }
}
