package sleeper.stepfunctions.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a service answers.
 *
 * @param status  of HTTP
 * @param headers by name; the endpoint adds those about length and connection
 * @param body    never changed after it was given
 */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** @return an answer in UTF-8 */
    public static HttpAnswer text(int status, Map<String, String> headers, String body) {
        return new HttpAnswer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
