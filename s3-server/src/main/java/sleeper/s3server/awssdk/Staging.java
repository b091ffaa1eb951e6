package sleeper.s3server.awssdk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.gaul.s3proxy.S3ErrorCode;

/**
 * Takes the bytes of a request into a file.
 *
 * @param bytes how many came
 * @param eTag  their MD5 in hex, as S3 has it for what was put at once
 */
record Staging(long bytes, String eTag) {
    private static final int BUFFER_BYTES = 128 * 1024;

    /**
     * Reads a stream to its end, or to its failure.
     *
     * @param expected how many bytes were announced
     * @param md5      of the bytes in Base64, if the client gave it; null if not
     */
    static Staging take(InputStream from, FileChannel into, long expected, String md5) throws IOException {
        ChunkedEnd.readToo(from);
        MessageDigest digest = newMd5();
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            digest.update(buffer, 0, count);
            ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, count);
            while (chunk.hasRemaining()) {
                into.write(chunk);
            }
            bytes += count;
        }
        if (bytes != expected) {
            throw S3Errors.of(
                    S3ErrorCode.INCOMPLETE_BODY,
                    "The body has " + bytes + " bytes, and " + expected + " were announced. Send it again.");
        }
        byte[] found = digest.digest();
        Staging taken = new Staging(bytes, HexFormat.of().formatHex(found));
        if (md5 != null && !MessageDigest.isEqual(Base64.getDecoder().decode(md5), found)) {
            throw S3Errors.of(
                    S3ErrorCode.BAD_DIGEST,
                    "The body's MD5 is " + taken.eTag() + ", and Content-MD5 says otherwise. Send it again.");
        }
        return taken;
    }

    static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
