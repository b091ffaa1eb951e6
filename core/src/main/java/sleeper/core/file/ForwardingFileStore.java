package sleeper.core.file;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A store that passes each call on to another: a decorator overrides what it changes. As safe for threads as the other. */
public abstract class ForwardingFileStore implements FileStore {
    private final FileStore files;

    protected ForwardingFileStore(FileStore files) {
        this.files = Objects.requireNonNull(files, "files");
    }

    @Override
    public Optional<FileInfo> find(FilePath path) throws IOException {
        return files.find(path);
    }

    @Override
    public FilePages list(FilePath prefix) throws IOException {
        return files.list(prefix);
    }

    @Override
    public FilePages scan(FileFolder folder, FolderScan scan) throws IOException {
        return files.scan(folder, scan);
    }

    @Override
    public FilePath withoutLinks(FilePath path) throws IOException {
        return files.withoutLinks(path);
    }

    @Override
    public String identity(FilePath path) throws IOException {
        return files.identity(path);
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        return files.open(path, version);
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        return files.create(path);
    }

    @Override
    public void delete(FilePath path) throws IOException {
        files.delete(path);
    }

    @Override
    public Map<FilePath, IOException> deleteAll(List<FilePath> paths) {
        return files.deleteAll(paths);
    }
}
