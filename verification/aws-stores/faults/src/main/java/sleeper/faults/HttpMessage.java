package sleeper.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A request or an answer of HTTP/1.1, byte for byte as it came (RFC 9112, "Message Body Length").
 *
 * @param head first line and headers, with the blank line that ends them; each character is a byte
 * @param body as it is sent, with the lengths of its chunks if it has any
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpMessage(String head, byte[] body) {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int HEXADECIMAL = 16;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** @return the next request, or nothing if the client sends no more */
    static Optional<HttpMessage> request(InputStream in) throws IOException {
        String head = head(in);
        return head.isEmpty() ? Optional.empty() : Optional.of(new HttpMessage(head, body(head, in, false)));
    }

    static HttpMessage answer(InputStream in, boolean toHead) throws IOException {
        String head = head(in);
        if (head.isEmpty()) {
            throw new EOFException("no answer");
        }
        int status = new HttpMessage(head, new byte[0]).status();
        boolean bare = toHead || status == NO_CONTENT || status == NOT_MODIFIED;
        return new HttpMessage(head, bare ? new byte[0] : body(head, in, true));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < END_OF_HEAD.length()
                || !END_OF_HEAD.contentEquals(head.subSequence(head.length() - END_OF_HEAD.length(), head.length()))) {
            int next = in.read();
            if (next < 0) {
                if (head.isEmpty()) {
                    return "";
                }
                throw new EOFException("a head that was cut short: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static byte[] body(String head, InputStream in, boolean mayEndWithConnection) throws IOException {
        HttpMessage message = new HttpMessage(head, new byte[0]);
        if (message.header("Transfer-Encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent()) {
            return chunks(in);
        }
        Optional<String> length = message.header("Content-Length");
        if (length.isPresent()) {
            int bytes = Integer.parseInt(length.get());
            byte[] body = in.readNBytes(bytes);
            if (body.length < bytes) {
                throw new EOFException("a body that was cut short");
            }
            return body;
        }
        return mayEndWithConnection ? in.readAllBytes() : new byte[0];
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size;
        do {
            String line = line(in, body);
            size = Integer.parseInt(line.split(";", 2)[0].strip(), HEXADECIMAL);
            body.write(in.readNBytes(size));
            // Behind the last chunk stand trailers, if any, and a blank line.
            while (!line(in, body).isEmpty()) {
                if (size > 0) {
                    throw new IOException("a chunk that is longer than it says");
                }
            }
        } while (size > 0);
        return body.toByteArray();
    }

    private static String line(InputStream in, ByteArrayOutputStream copy) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("a chunk that was cut short");
            }
            copy.write(next);
            line.append((char) next);
        }
        copy.write('\n');
        return line.toString().strip();
    }

    private String[] words() {
        return head.substring(0, head.indexOf('\r')).split(" ");
    }

    /** @return of a request */
    public String method() {
        return words()[0];
    }

    /** @return of a request, path and query as they were sent */
    public String target() {
        return words()[1];
    }

    public boolean isHead() {
        return method().equals("HEAD");
    }

    /** @return of an answer */
    int status() {
        return Integer.parseInt(words()[1]);
    }

    public Optional<String> header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst();
    }

    boolean endsConnection() {
        return header("Connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    /** @return the answer without its word that the connection ends, unless that end is the end of its body */
    HttpMessage keepingConnection() {
        boolean endsItself = header("Content-Length").isPresent()
                || header("Transfer-Encoding").isPresent()
                || status() == NO_CONTENT
                || status() == NOT_MODIFIED;
        return endsItself ? new HttpMessage(head.replaceAll("(?i)\r\nconnection:[^\r]*", ""), body) : this;
    }

    /** @return the message without the second half of its body */
    HttpMessage cutShort() {
        byte[] half = new byte[body.length / 2];
        System.arraycopy(body, 0, half, 0, half.length);
        return new HttpMessage(head, half);
    }

    /** In one piece: a server that answers before it has read the body would end the connection with what then comes. */
    void writeTo(OutputStream out) throws IOException {
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        out.write(whole);
        out.flush();
    }
}
