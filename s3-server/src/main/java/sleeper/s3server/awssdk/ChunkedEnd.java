package sleeper.s3server.awssdk;

import com.google.common.io.ByteStreams;
import java.io.InputStream;
import java.lang.reflect.Field;

/**
 * The end of a body that comes in chunks, where its checksum is. s3proxy checks it when it is read, and hands on a stream that ends before:
 * behind as many bytes as were announced. That stream is Guava's, and has how many are left in a field. A version that names it otherwise
 * fails with the first body in chunks.
 */
final class ChunkedEnd {
    private static final Class<?> LIMITED =
            ByteStreams.limit(InputStream.nullInputStream(), 0).getClass();

    private ChunkedEnd() {}

    /** Has a stream that ends before its chunks read to their end, which then is checked as well. */
    static void readToo(InputStream body) {
        if (!LIMITED.isInstance(body)) {
            return;
        }
        try {
            Field left = LIMITED.getDeclaredField("left");
            left.setAccessible(true);
            left.setLong(body, Long.MAX_VALUE);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This is not the version of Guava that the project is made for", e);
        }
    }
}
