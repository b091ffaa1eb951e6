package sleeper.statestore.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;

/** A file store with a crash point around each file's coming and going. */
final class CrashingFileStore implements FileStore {
    private final FileStore files;
    private final CrashPoints points;

    CrashingFileStore(FileStore files, CrashPoints points) {
        this.files = files;
        this.points = points;
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
                file.write(bytes);
            }

            @Override
            public long position() {
                return file.position();
            }

            @Override
            public FileInfo commit() throws IOException {
                return points.<FileInfo, IOException>write("files.create", file::commit);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public boolean delete(FilePath path) throws IOException {
        return points.<Boolean, IOException>write("files.delete", () -> files.delete(path));
    }
}
