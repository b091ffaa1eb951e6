package sleeper.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;

/** A store that takes so many bytes and no more, as a disk does that runs full. */
final class FullDisk implements FileStore {
    private final FileStore files;
    private final AtomicLong bytesLeft;

    FullDisk(FileStore files, long bytes) {
        this.files = files;
        this.bytesLeft = new AtomicLong(bytes);
    }

    @Override
    public Optional<FileInfo> find(FilePath path) throws IOException {
        return files.find(path);
    }

    @Override
    public List<FileInfo> list(FilePath prefix) throws IOException {
        return files.list(prefix);
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        return files.open(path, version);
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        WritableFile file = files.create(path);
        return new WritableFile() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (bytesLeft.addAndGet(-bytes.remaining()) < 0) {
                    throw new FileSystemException(path.toString(), null, "No space left on device");
                }
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
        };
    }

    @Override
    public boolean delete(FilePath path) throws IOException {
        return files.delete(path);
    }
}
