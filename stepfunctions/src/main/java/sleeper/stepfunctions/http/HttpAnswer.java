package sleeper.stepfunctions.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a service answers. */
public final class HttpAnswer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * @param status  of HTTP
     * @param headers by name; the endpoint adds those about length and connection
     * @param body    not copied, so never to be changed afterwards
     */
    public HttpAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
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
}
