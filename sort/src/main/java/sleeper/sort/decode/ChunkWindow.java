package sleeper.sort.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import sleeper.core.file.FileRange;
import sleeper.sort.column.Bytes;
import sleeper.sort.fault.BadInputException;

/** The bytes of a column chunk, read front to back, some at a time. For one thread. */
final class ChunkWindow {
    private final ReadAhead reading;
    private final long end;
    private long filePosition;
    private byte[] buffer = new byte[0];
    private int from;
    private int to;

    /** What follows the buffer in the file, if {@link #aheadBytes} is not 0. */
    private byte[] ahead = new byte[0];

    private int aheadBytes;
    private int askedAhead;

    /** @param reading reads for the windows of the row group, this one among them */
    ChunkWindow(ReadAhead reading, long start, long length) {
        this.reading = reading;
        this.filePosition = start;
        this.end = start + length;
        reading.add(this);
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
        if (aheadBytes > 0) {
            System.arraycopy(ahead, 0, makeRoom(aheadBytes), to, aheadBytes);
            filled(aheadBytes);
            aheadBytes = 0;
        }
        int missing = bytes - available();
        if (missing > 0) {
            int more = (int) Math.min(end - filePosition, Math.max(missing, reading.pieceBytes()));
            reading.fill(this, new FileRange(filePosition, ByteBuffer.wrap(makeRoom(more), to, more)));
            filled(more);
        }
    }

    /** @return the buffer, or a larger one in its place, with what is left of it at the front and room for more behind that */
    private byte[] makeRoom(int more) {
        int kept = to - from;
        byte[] target = buffer.length >= kept + more + Bytes.SLACK ? buffer : new byte[kept + more + Bytes.SLACK];
        System.arraycopy(buffer, from, target, 0, kept);
        buffer = target;
        from = 0;
        to = kept;
        return target;
    }

    private void filled(int bytes) {
        filePosition += bytes;
        to += bytes;
    }

    /**
     * Asks for what follows the buffer, which stays as it is since a page may be decoded where it lies.
     *
     * @return the range to read, or empty if something is ahead already or the chunk ends
     */
    Optional<FileRange> pieceAhead() {
        askedAhead = aheadBytes > 0 ? 0 : (int) Math.min(end - filePosition, reading.pieceBytes());
        if (askedAhead == 0) {
            return Optional.empty();
        }
        if (ahead.length < askedAhead) {
            ahead = new byte[askedAhead];
        }
        return Optional.of(new FileRange(filePosition, ByteBuffer.wrap(ahead, 0, askedAhead)));
    }

    /** Takes what was asked for as read. */
    void pieceRead() {
        aheadBytes += askedAhead;
        askedAhead = 0;
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
            aheadBytes = 0;
        }
    }

    /** Takes bytes that are available. */
    void take(int bytes) {
        from += bytes;
    }
}
