package sleeper.testkit.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.concurrent.atomic.AtomicLong;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ForwardingWritableFile;
import sleeper.core.file.WritableFile;

/**
 * A store that takes so many bytes and no more, and then fails with the error of a disk that has run full. Safe for use
 * by many threads.
 */
public final class FullDisk extends ForwardingFileStore {
    private final AtomicLong bytesLeft;

    /** @param bytes room for what is written from now on, over all files; deleting gives nothing back */
    public FullDisk(FileStore files, long bytes) {
        super(files);
        this.bytesLeft = new AtomicLong(bytes);
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        return new ForwardingWritableFile(super.create(path)) {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (bytesLeft.addAndGet(-bytes.remaining()) < 0) {
                    throw new FileSystemException(path.toString(), null, "No space left on device");
                }
                super.write(bytes);
            }
        };
    }
}
