package sleeper.statestore.crash;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ForwardingWritableFile;
import sleeper.core.file.WritableFile;

/** A file store with a crash point around each file's coming and going. */
final class CrashingFileStore extends ForwardingFileStore {
    private final CrashPoints points;

    CrashingFileStore(FileStore files, CrashPoints points) {
        super(files);
        this.points = points;
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        return new ForwardingWritableFile(super.create(path)) {
            @Override
            public FileInfo commit() throws IOException {
                return points.<FileInfo, IOException>write("files.create", super::commit);
            }
        };
    }

    @Override
    public void delete(FilePath path) throws IOException {
        points.<Void, IOException>write("files.delete", () -> {
            super.delete(path);
            return null;
        });
    }

    @Override
    public Map<FilePath, IOException> deleteAll(List<FilePath> paths) {
        return points.<Map<FilePath, IOException>, RuntimeException>write("files.delete", () -> super.deleteAll(paths));
    }
}
