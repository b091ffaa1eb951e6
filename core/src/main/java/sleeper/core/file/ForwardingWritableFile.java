package sleeper.core.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A file that passes each call on to another: a decorator overrides what it changes. For one thread at a time. */
public abstract class ForwardingWritableFile implements WritableFile {
    private final WritableFile file;

    protected ForwardingWritableFile(WritableFile file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        file.write(bytes);
    }

    @Override
    public long position() {
        return file.position();
    }

    @Override
    public FileInfo commit() throws IOException {
        return file.commit();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
