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
     * Makes the file visible and durable; to be called once. A store that repeats a request whose reply was lost may find its own
     * file there: it looks whether it is, and says that the outcome is unknown where it cannot tell.
     *
     * @throws java.nio.file.FileAlreadyExistsException if another was created at this path meanwhile: the file there is not this one
     * @throws FileOutcomeUnknownException if the file may be there and durable, may come to be, or may not
     * @throws IOException for every other failure: the file is not there, and will not be
     */
    FileInfo commit() throws IOException;

    /** Frees what is held; without {@link #commit()} before, nothing of the file stays. */
    @Override
    void close() throws IOException;
}
