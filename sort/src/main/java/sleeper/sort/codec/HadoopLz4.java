package sleeper.sort.codec;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.nio.ByteBuffer;

/**
 * The format's codec LZ4, which it never described: Hadoop's framing of LZ4 blocks, and with some writers a bare block. In the
 * framing each part begins with the bytes that it comes to; then follow its blocks, each with its compressed bytes before it,
 * until the part is whole. All sizes are in 4 bytes, big-endian. Rules:
 * <a href="https://github.com/apache/parquet-format/blob/master/Compression.md">Compression.md</a>, "LZ4".
 */
final class HadoopLz4 {
    private static final int SIZE_BYTES = 4;
    private static final int NOT_FRAMED = -1;

    private HadoopLz4() {}

    /**
     * @param length   compressed bytes, from {@code start}
     * @param expected bytes that should come out, to {@code to} from {@code at}; never are more written
     * @return bytes that came out
     * @throws MalformedInputException if the bytes are neither framed nor a bare block
     */
    static int decompress(Lz4Decompressor lz4, byte[] from, int start, int length, byte[] to, int at, int expected) {
        int framed = framed(lz4, from, start, length, to, at, expected);
        return framed == NOT_FRAMED ? lz4.decompress(from, start, length, to, at, expected) : framed;
    }

    private static int framed(
            Lz4Decompressor lz4, byte[] from, int start, int length, byte[] to, int at, int expected) {
        ByteBuffer in = ByteBuffer.wrap(from, start, length);
        int done = 0;
        while (in.hasRemaining()) {
            int partLeft = in.remaining() < SIZE_BYTES ? NOT_FRAMED : in.getInt();
            if (partLeft < 0 || partLeft > expected - done) {
                return NOT_FRAMED;
            }
            if (partLeft == 0 && isLastEmptyBlock(in)) {
                return done;
            }
            while (partLeft > 0) {
                int compressed = in.remaining() < SIZE_BYTES ? NOT_FRAMED : in.getInt();
                if (compressed <= 0 || compressed > in.remaining()) {
                    return NOT_FRAMED;
                }
                int found = block(lz4, from, in.position(), compressed, to, at + done, partLeft);
                if (found <= 0) {
                    return NOT_FRAMED;
                }
                in.position(in.position() + compressed);
                partLeft -= found;
                done += found;
            }
        }
        return done;
    }

    /** Whether all that is left is a block of no bytes, which some writers put into an empty part. No other part is as short. */
    private static boolean isLastEmptyBlock(ByteBuffer in) {
        return in.remaining() == SIZE_BYTES + 1
                && in.getInt(in.position()) == 1
                && in.get(in.position() + SIZE_BYTES) == 0;
    }

    private static int block(Lz4Decompressor lz4, byte[] from, int start, int length, byte[] to, int at, int most) {
        try {
            return lz4.decompress(from, start, length, to, at, most);
        } catch (MalformedInputException e) {
            return NOT_FRAMED;
        }
    }
}
