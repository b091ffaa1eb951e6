package sleeper.stepfunctions.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request without its body.
 *
 * @param method  as it was sent
 * @param target  path and query, beginning with {@code /}
 * @param version {@code HTTP/1.0} or {@code HTTP/1.1}
 * @param headers values by name, the names in lower case; a header that was sent twice has two values
 */
public record RequestHead(String method, String target, String version, Map<String, List<String>> headers) {
    public RequestHead {
        headers = Map.copyOf(headers);
    }

    /** @return the values of a header, in the order in which they were sent */
    public List<String> all(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** @return the value of a header that was sent exactly once */
    public Optional<String> only(String name) {
        List<String> values = all(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** @return whether the client expects another answer on the same connection */
    boolean keepsAlive() {
        boolean asksToClose = all("Connection").stream().anyMatch(value -> value.equalsIgnoreCase("close"));
        return version.equals("HTTP/1.1") && !asksToClose;
    }
}
