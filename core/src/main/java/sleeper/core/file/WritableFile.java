package sleeper.core.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A new file being written, front to back. For one thread at a time. */
public interface WritableFile extends Closeable {
    /** Writes the buffer's remaining bytes. */
    void write(ByteBuffer bytes) throws IOException;

    /** @return bytes written so far */
    long position();

    /**
     * Makes the file visible and durable.
     *
     * @throws java.nio.file.FileAlreadyExistsException if another was created at this path meanwhile
     */
    FileInfo commit() throws IOException;

    /** Frees what is held; without {@link #commit()} before, nothing of the file stays. */
    @Override
    void close() throws IOException;
}
