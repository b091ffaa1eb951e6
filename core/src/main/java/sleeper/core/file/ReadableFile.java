package sleeper.core.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A file open for reading. Safe for use by many threads. */
public interface ReadableFile extends Closeable {
    FileInfo info();

    /**
     * @return whether a call waits for something far away, so that it pays to read ahead and to ask for several ranges at once; where
     *     it does not, reading ahead costs a copy of the bytes
     */
    default boolean waits() {
        return true;
    }

    /**
     * Fills the buffer's remaining space from {@code position}, in bytes from the file's start.
     *
     * @throws java.io.EOFException if the file ends before the buffer is full
     * @throws FileChangedException if the content is no longer the one that was opened
     */
    void readFully(long position, ByteBuffer into) throws IOException;

    /**
     * Fills the buffers of all ranges, which may overlap and come in any order. A store that waits for each call has several in
     * flight; here they are read one after the other, as is best where nothing waits. All calls have ended when this returns or
     * throws; what the buffers hold after an error is not said.
     *
     * @throws java.io.EOFException if the file ends before a buffer is full
     * @throws FileChangedException if the content is no longer the one that was opened
     */
    default void readFully(List<FileRange> ranges) throws IOException {
        for (FileRange range : ranges) {
            readFully(range.position(), range.into());
        }
    }
}
