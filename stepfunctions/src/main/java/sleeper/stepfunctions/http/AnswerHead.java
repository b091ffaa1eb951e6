package sleeper.stepfunctions.http;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** What stands before the body of an answer. */
final class AnswerHead {
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

    private AnswerHead() {}

    /** @param keepsAlive whether the connection stays open */
    static byte[] of(HttpAnswer answer, boolean keepsAlive) {
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
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
