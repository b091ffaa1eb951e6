package sleeper.sort.codec;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Has ZSTD compress a page as it does sources of unknown size: at level 3 then, it looks for matches of 5 bytes and more, whatever
 * the size of the page. It stands in for {@link ZstdMinMatch} in libraries that lack it, and leaves the same bytes.
 *
 * <p>Measured with zstd-jni 1.5.5-4 ({@code benchmarks/README.md}): on the demo's columns a tenth more CPU than a least match takes
 * with our library. Level 3 as ZSTD has it would take six times the CPU there, and 1.6 % more bytes. Level 2 would take a tenth more CPU
 * there, and of other columns a third less, but leave 2 % more of their bytes; level 4 would take a quarter more CPU or above.
 *
 * <p>ZSTD leaves the size out of such a frame, which readers may do without. It is put into the frame's head afterwards (RFC 8878,
 * 3.1.1.1), so that those that want it find it.
 *
 * <p>For one thread. Besides ZSTD's memory, which is about 4 MiB, it holds a page twice.
 */
final class UnsizedZstd {
    private static final int MAGIC_BYTES = Integer.BYTES;
    /** Neither size, nor checksum, nor dictionary; a window descriptor follows. */
    private static final byte NO_SIZE = 0;
    /** The same with a size of 4 bytes, behind the window descriptor. */
    private static final byte SIZE_OF_4_BYTES = (byte) 0x80;

    private static final int SIZE_AT = MAGIC_BYTES + 2;
    private static final int ROOM_FOR_HEAD = 32;

    private final ZstdCompressCtx zstd;
    private ByteBuffer source = ByteBuffer.allocateDirect(0);
    private ByteBuffer frame = ByteBuffer.allocateDirect(0);

    /** @param zstd with its level set; whoever made it closes it */
    UnsizedZstd(ZstdCompressCtx zstd) {
        this.zstd = zstd;
    }

    /** @return most bytes of a frame */
    static int bound(int length) {
        return Math.addExact((int) Zstd.compressBound(length), ROOM_FOR_HEAD);
    }

    /**
     * @param to has room for {@link #bound} bytes
     * @return number of compressed bytes
     */
    int compress(byte[] from, int length, byte[] to) {
        makeRoom(length);
        source.put(from, 0, length).flip();
        while (source.hasRemaining()) {
            zstd.compressDirectByteBufferStream(frame, source, EndDirective.CONTINUE);
        }
        while (!zstd.compressDirectByteBufferStream(frame, source, EndDirective.END)) {
            if (!frame.hasRemaining()) {
                throw new IllegalStateException("ZSTD has made more than " + frame.capacity() + " bytes of " + length);
            }
        }
        frame.flip();
        return frame.get(MAGIC_BYTES) == NO_SIZE ? copyWithSize(length, to) : copy(to);
    }

    private void makeRoom(int length) {
        if (frame.capacity() < bound(length)) {
            source = ByteBuffer.allocateDirect(length);
            frame = ByteBuffer.allocateDirect(bound(length));
        }
        source.clear();
        frame.clear();
    }

    private int copyWithSize(int length, byte[] to) {
        int stored = frame.remaining();
        frame.get(to, 0, SIZE_AT);
        frame.get(to, SIZE_AT + Integer.BYTES, stored - SIZE_AT);
        to[MAGIC_BYTES] = SIZE_OF_4_BYTES;
        ByteBuffer.wrap(to).order(ByteOrder.LITTLE_ENDIAN).putInt(SIZE_AT, length);
        return stored + Integer.BYTES;
    }

    private int copy(byte[] to) {
        int stored = frame.remaining();
        frame.get(to, 0, stored);
        return stored;
    }
}
