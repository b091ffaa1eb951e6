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
    /** Its length would be that of the content which the client has (RFC 9110, "HTTP Semantics", section 8.6). */
    private static final int NOT_MODIFIED = 304;

    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(NOT_MODIFIED, "Not Modified"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"));

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
        if (answer.pieces().isEmpty() && answer.status() != NOT_MODIFIED) {
            line(head, "Content-Length", Integer.toString(answer.body().length));
        }
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
