package sleeper.local.task.eks.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.local.task.eks.objects.ApiException;

/**
 * Lets only pods of this cluster and the embedded run itself reach the API server. Web pages are refused by the headers that a browser
 * adds ({@code Origin}, {@code Sec-Fetch-Site}), a foreign name for this machine by its {@code Host}, and every other program by the
 * bearer token that it does not have.
 */
final class ApiGuard {
    private static final String BEARER = "Bearer ";

    private final Set<String> hosts;
    private final String origin;
    private final Accounts accounts;

    ApiGuard(int port, Accounts accounts) {
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        this.origin = "https://127.0.0.1:" + port;
        this.accounts = accounts;
    }

    /**
     * Of origins only the server's own is let through, which gives no pages: the Kubernetes client says so where it asks for a web socket.
     *
     * @param headers values by name, without case
     * @return who asks
     * @throws ApiException if the request is not taken
     */
    String user(Map<String, List<String>> headers) {
        List<String> host = values(headers, "Host");
        if (host.size() != 1 || !hosts.contains(host.get(0))) {
            throw forbidden("the header Host must be 127.0.0.1 or localhost with the port of this server");
        }
        if (values(headers, "Origin").stream().anyMatch(from -> !from.equals(origin))
                || !values(headers, "Sec-Fetch-Site").isEmpty()) {
            throw forbidden("a web page sent this; no page may use this server");
        }
        List<String> authorization = values(headers, "Authorization");
        return Optional.of(authorization)
                .filter(values -> values.size() == 1 && values.get(0).startsWith(BEARER))
                .flatMap(values ->
                        accounts.user(values.get(0).substring(BEARER.length()).strip()))
                .orElseThrow(() -> ApiException.of(401, "Unauthorized", "Unauthorized"));
    }

    private static List<String> values(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? List.of() : values;
    }

    private static ApiException forbidden(String message) {
        return ApiException.of(403, "Forbidden", message);
    }
}
