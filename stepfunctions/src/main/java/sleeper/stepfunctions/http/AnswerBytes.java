package sleeper.stepfunctions.http;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Answers as they are sent. */
final class AnswerBytes {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final Map<Integer, String> PHRASES = Map.of(
            200, "OK",
            400, "Bad Request",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            408, "Request Timeout",
            413, "Content Too Large",
            415, "Unsupported Media Type",
            500, "Internal Server Error",
            503, "Service Unavailable");

    private AnswerBytes() {}

    /**
     * @param keepsAlive whether the connection stays open
     * @param withBody   whether the body follows the head, which announces it in any case
     */
    static byte[] of(HttpAnswer answer, boolean keepsAlive, boolean withBody) {
        StringBuilder head = new StringBuilder(512)
                .append("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(PHRASES.getOrDefault(answer.status(), ""))
                .append("\r\n");
        line(head, "Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
        answer.headers().forEach((name, value) -> line(head, name, value));
        line(head, "Content-Length", Integer.toString(answer.body().length));
        // Should a page ever come by an answer: browsers neither show it there nor take it for a script.
        line(head, "X-Content-Type-Options", "nosniff");
        line(head, "Cross-Origin-Resource-Policy", "same-origin");
        line(head, "Connection", keepsAlive ? "keep-alive" : "close");
        if (answer.status() == Refusal.Reason.METHOD.status()) {
            line(head, "Allow", "POST");
        }
        byte[] headBytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        int bodyLength = withBody ? answer.body().length : 0;
        byte[] all = new byte[headBytes.length + bodyLength];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(answer.body(), 0, all, headBytes.length, bodyLength);
        return all;
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
