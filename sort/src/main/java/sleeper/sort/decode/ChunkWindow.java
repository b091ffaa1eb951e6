package sleeper.sort.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import sleeper.core.file.ReadableFile;
import sleeper.sort.column.Bytes;
import sleeper.sort.fault.BadInputException;

/** The bytes of a column chunk, read front to back, some at a time. For one thread. */
final class ChunkWindow {
    private final ReadableFile file;
    private final long end;
    private final int readBytes;
    private long filePosition;
    private byte[] buffer = new byte[0];
    private int from;
    private int to;

    /** @param readBytes bytes to read at once, if a page does not need more */
    ChunkWindow(ReadableFile file, long start, long length, int readBytes) {
        this.file = file;
        this.filePosition = start;
        this.end = start + length;
        this.readBytes = readBytes;
    }

    /** @return bytes of the chunk that were not taken yet */
    long remaining() {
        return end - filePosition + (to - from);
    }

    /** @return where the bytes are; {@link Bytes#SLACK} bytes behind them can be read; valid until more are needed */
    byte[] buffer() {
        return buffer;
    }

    /** @return index in {@link #buffer()} of the next byte */
    int position() {
        return from;
    }

    int available() {
        return to - from;
    }

    /** Makes so many bytes available. @throws BadInputException if the chunk has fewer */
    void need(int bytes) throws IOException {
        if (to - from >= bytes) {
            return;
        }
        if (bytes > remaining()) {
            throw BadInputException.corrupt(
                    "a page of " + bytes + " bytes where its column chunk has " + remaining() + " left",
                    "pages inside their column chunk");
        }
        int kept = to - from;
        int more = (int) Math.min(end - filePosition, Math.max(bytes - kept, readBytes));
        byte[] target = buffer.length >= kept + more + Bytes.SLACK ? buffer : new byte[kept + more + Bytes.SLACK];
        System.arraycopy(buffer, from, target, 0, kept);
        file.readFully(filePosition, ByteBuffer.wrap(target, kept, more));
        filePosition += more;
        buffer = target;
        from = 0;
        to = kept + more;
    }

    /** Goes on at a position of the file further behind, in the chunk. */
    void seek(long position) {
        long ahead = position - (filePosition - available());
        if (ahead < 0 || ahead > remaining()) {
            throw BadInputException.corrupt("a page at byte " + position, "a page further on in its column chunk");
        }
        if (ahead <= available()) {
            from += (int) ahead;
        } else {
            filePosition = position;
            from = to;
        }
    }

    /** Takes bytes that are available. */
    void take(int bytes) {
        from += bytes;
    }
}
