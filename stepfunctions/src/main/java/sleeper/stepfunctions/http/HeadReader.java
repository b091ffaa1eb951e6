package sleeper.stepfunctions.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.stepfunctions.http.Refusal.Reason;

/**
 * Reads heads of requests, and refuses whatever two readers could understand in two ways.
 *
 * <p>Source: RFC 9112, "HTTP/1.1", sections 2 to 5.
 */
final class HeadReader {
    private static final Pattern REQUEST_LINE =
            Pattern.compile("(?<method>[A-Za-z]{1,20}) (?<target>[!-~]+) (?<version>HTTP/1\\.[01])");
    private static final Pattern HEADER =
            Pattern.compile("(?<name>[A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \\t]*(?<value>[\\t -~\\x80-\\xFF]*?)[ \\t]*");
    private static final int LONGEST_QUOTE = 100;

    private final InputStream in;
    private final int maxBytes;
    private int bytes;

    private HeadReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * Reads from the first byte of a request to the first of its body.
     *
     * @throws EOFException            if the stream ends before
     * @throws RefusedRequestException if it is no head, or one of more than so many bytes
     */
    static RequestHead read(InputStream in, int maxBytes) throws IOException, RefusedRequestException {
        return new HeadReader(in, maxBytes).read();
    }

    private RequestHead read() throws IOException, RefusedRequestException {
        String first = line();
        Matcher request = REQUEST_LINE.matcher(first);
        if (!request.matches()) {
            throw refused("the request line is '" + shortened(first) + "', and must be such as 'POST / HTTP/1.1'");
        }
        String target = request.group("target");
        if (!target.startsWith("/") || target.startsWith("//")) {
            throw refused(
                    "the request's target is '" + shortened(target)
                            + "', and must be a path such as '/'. Set the endpoint itself as the client's address, not as its proxy");
        }
        RequestHead head = new RequestHead(request.group("method"), target, request.group("version"), headers());
        int hosts = head.all("Host").size();
        if (hosts != 1) {
            throw refused("there are " + hosts + " headers Host, and must be one");
        }
        return head;
    }

    private Map<String, List<String>> headers() throws IOException, RefusedRequestException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            Matcher header = HEADER.matcher(line);
            if (!header.matches()) {
                throw refused(
                        "a header line is '" + shortened(line.replaceFirst(":.*", ": …"))
                                + "', and must be 'Name: value' without a space before the name or the colon, or a control character");
            }
            headers.computeIfAbsent(header.group("name").toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(header.group("value"));
        }
        return headers;
    }

    /** @return the next line of chunks, which are written as heads are */
    static String line(InputStream in, int maxBytes) throws IOException, RefusedRequestException {
        return new HeadReader(in, maxBytes).line();
    }

    /** @return the next line without its end, each byte as one character */
    private String line() throws IOException, RefusedRequestException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = next();
            if (next == '\n') {
                throw refused("a line ends without a carriage return before its line feed");
            }
            if (next == '\r') {
                if (next() != '\n') {
                    throw refused("a line holds a carriage return");
                }
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            line.write(next);
        }
    }

    private int next() throws IOException, RefusedRequestException {
        if (++bytes > maxBytes) {
            throw new RefusedRequestException(
                    Reason.TOO_LARGE,
                    "The request's head is larger than " + maxBytes + " bytes. Send fewer or shorter headers.");
        }
        int next = in.read();
        if (next < 0) {
            throw new EOFException("The stream ended within a head");
        }
        return next;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }

    static RefusedRequestException refused(String what) {
        return new RefusedRequestException(Reason.NOT_HTTP, "The request could not be read: " + what + ".");
    }
}
