package sleeper.stepfunctions.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What a service answers. */
public final class HttpAnswer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Optional<Pieces> pieces;

    /**
     * @param status  of HTTP
     * @param headers by name; the endpoint adds those about length and connection
     * @param body    not copied, so never to be changed afterwards
     */
    public HttpAnswer(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, Optional.empty());
    }

    private HttpAnswer(int status, Map<String, String> headers, byte[] body, Optional<Pieces> pieces) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.pieces = pieces;
    }

    /** @return an answer whose body comes piece by piece; the connection ends with it */
    public static HttpAnswer stream(int status, Map<String, String> headers, Pieces pieces) {
        return new HttpAnswer(status, headers, new byte[0], Optional.of(pieces));
    }

    /** @return an answer in UTF-8 */
    public static HttpAnswer text(int status, Map<String, String> headers, String body) {
        return new HttpAnswer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** @return empty if the body is there as a whole */
    Optional<Pieces> pieces() {
        return pieces;
    }
}
