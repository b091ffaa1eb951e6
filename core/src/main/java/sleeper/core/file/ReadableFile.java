package sleeper.core.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file open for reading. Safe for use by many threads. */
public interface ReadableFile extends Closeable {
    FileInfo info();

    /**
     * Fills the buffer's remaining space from {@code position}, in bytes from the file's start.
     *
     * @throws java.io.EOFException if the file ends before the buffer is full
     * @throws FileChangedException if the content is no longer the one that was opened
     */
    void readFully(long position, ByteBuffer into) throws IOException;
}
