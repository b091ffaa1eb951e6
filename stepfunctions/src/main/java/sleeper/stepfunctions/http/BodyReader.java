package sleeper.stepfunctions.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.stepfunctions.http.Refusal.Reason;

/**
 * Reads the body that a head announces: by its length, or in chunks.
 *
 * <p>Source: RFC 9112, "HTTP/1.1", sections 6 and 7.
 */
final class BodyReader {
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(;[\\t -~]*)?");
    private static final int MAX_CHUNK_LINE = 256;

    private final InputStream in;
    private final int maxBytes;
    private final boolean chunked;
    private final long length;

    private BodyReader(InputStream in, int maxBytes, boolean chunked, long length) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.chunked = chunked;
        this.length = length;
    }

    /**
     * Understands where the body will end, and reads nothing.
     *
     * @throws RefusedRequestException if the head says so in no way, or in two
     */
    static BodyReader of(RequestHead head, InputStream in, int maxBytes) throws RefusedRequestException {
        List<String> encodings = head.all("Transfer-Encoding");
        List<String> lengths = head.all("Content-Length");
        if (encodings.isEmpty()) {
            return new BodyReader(in, maxBytes, false, length(lengths));
        }
        if (encodings.size() > 1
                || !encodings.get(0).equalsIgnoreCase("chunked")
                || head.version().equals("HTTP/1.0")) {
            throw HeadReader.refused("Transfer-Encoding is '" + String.join(", ", encodings)
                    + "', and can only be 'chunked', in HTTP/1.1");
        }
        if (!lengths.isEmpty()) {
            throw HeadReader.refused("there are both Transfer-Encoding and Content-Length");
        }
        return new BodyReader(in, maxBytes, true, 0);
    }

    private static long length(List<String> lengths) throws RefusedRequestException {
        if (lengths.isEmpty()) {
            return 0;
        }
        if (lengths.size() > 1 || !LENGTH.matcher(lengths.get(0)).matches()) {
            throw HeadReader.refused("Content-Length is '" + String.join(", ", lengths) + "', and must be one number");
        }
        return Long.parseLong(lengths.get(0));
    }

    /** @return whether anything follows the head */
    boolean isPresent() {
        return chunked || length > 0;
    }

    /** @throws RefusedRequestException if the head says already that the body is too large */
    void refuseIfTooLarge() throws RefusedRequestException {
        if (length > maxBytes) {
            throw tooLarge();
        }
    }

    /**
     * Reads the body to its end. Takes memory as bytes come, not as they are announced.
     *
     * @throws EOFException            if the stream ends before
     * @throws RefusedRequestException if it is larger than is allowed, or its chunks cannot be read
     */
    byte[] read() throws IOException, RefusedRequestException {
        return chunked ? chunks() : exactly((int) length);
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("The stream ended within a body");
        }
        return bytes;
    }

    private byte[] chunks() throws IOException, RefusedRequestException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            if (size > maxBytes - body.size()) {
                throw tooLarge();
            }
            body.write(exactly(size));
            if (!chunkLine().isEmpty()) {
                throw HeadReader.refused("a chunk is longer than its size");
            }
        }
        if (!chunkLine().isEmpty()) {
            throw HeadReader.refused("headers follow the last chunk, and none may");
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException, RefusedRequestException {
        String line = chunkLine();
        Matcher chunk = CHUNK.matcher(line);
        long size = chunk.matches() ? Long.parseLong(chunk.group(1), 16) : -1;
        if (size < 0) {
            throw HeadReader.refused("a chunk begins with a line that is no size");
        }
        if (size > maxBytes) {
            throw tooLarge();
        }
        return (int) size;
    }

    private String chunkLine() throws IOException, RefusedRequestException {
        return HeadReader.line(in, MAX_CHUNK_LINE);
    }

    private RefusedRequestException tooLarge() {
        return new RefusedRequestException(
                Reason.TOO_LARGE, "The request's body is larger than " + maxBytes + " bytes. Send less at once.");
    }
}
