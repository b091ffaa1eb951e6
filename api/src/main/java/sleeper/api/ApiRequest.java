package sleeper.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sleeper.core.util.Require;

/**
 * A request of the API, whatever brought it: HTTP to this machine, or the invocation of a function.
 *
 * @param method {@code GET} or {@code POST}
 * @param path   below {@link Api#PREFIX} and with it, each segment still encoded as in a URL
 * @param query  parameters, decoded
 * @param body   JSON; empty if there is none
 * @param waits  says whether whoever asks still waits for the answer; it may be asked by many threads at once
 */
public record ApiRequest(
        String method, String path, Map<String, String> query, Optional<JsonNode> body, BooleanSupplier waits) {
    public ApiRequest {
        Require.notBlank("method", method);
        Require.notBlank("path", path);
        query = Map.copyOf(query);
        Require.notNull("body", body);
        Require.notNull("waits", waits);
    }

    /** A request of somebody who waits for the answer in any case. */
    public ApiRequest(String method, String path, Map<String, String> query, Optional<JsonNode> body) {
        this(method, path, query, body, () -> true);
    }

    /** @return a request that reads */
    public static ApiRequest get(String path, Map<String, String> query) {
        return new ApiRequest("GET", path, query, Optional.empty());
    }

    /** @return the same, awaited for as long as this says */
    public ApiRequest awaitedWhile(BooleanSupplier stillWaits) {
        return new ApiRequest(method, path, query, body, stillWaits);
    }

    /** @return whether the answer is still awaited; what takes long may be given up if it is not */
    public boolean isAwaited() {
        return waits.getAsBoolean();
    }

    public boolean isRead() {
        return method.equals("GET");
    }
}
