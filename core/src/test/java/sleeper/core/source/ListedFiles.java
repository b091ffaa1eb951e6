package sleeper.core.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;

/** An object store that knows names alone, keeps account of what is listed, and may forbid it. */
final class ListedFiles implements FileStore {
    private static final int PAGE_FILES = 3;

    private final Set<FilePath> paths = new TreeSet<>();
    private final Set<String> forbidden = new HashSet<>();
    private final List<String> listed = new ArrayList<>();

    ListedFiles(String... paths) {
        for (String path : paths) {
            this.paths.add(path(path));
        }
    }

    static FilePath path(String text) {
        int slash = text.indexOf('/');
        return new FilePath(text.substring(0, slash), text.substring(slash + 1));
    }

    static FileInfo info(FilePath path) {
        return new FileInfo(path, new FileVersion(1, "1"));
    }

    /** Forbids to list a folder. */
    ListedFiles forbid(String folder) {
        forbidden.add(folder);
        return this;
    }

    /** @return the folders that were listed, in that order */
    List<String> listed() {
        return listed;
    }

    @Override
    public Optional<FileInfo> find(FilePath path) {
        return Optional.of(path).filter(paths::contains).map(ListedFiles::info);
    }

    @Override
    public FilePages list(FilePath prefix) throws IOException {
        return below(new FileFolder(prefix.bucket(), prefix.key()));
    }

    @Override
    public FilePages scan(FileFolder folder, FolderScan scan) throws IOException {
        return below(folder);
    }

    private FilePages below(FileFolder folder) throws IOException {
        listed.add(folder.toString());
        if (forbidden.contains(folder.toString())) {
            throw new AccessDeniedException(folder.toString());
        }
        return FilePages.of(
                paths.stream().filter(folder::holds).map(ListedFiles::info).toList(), PAGE_FILES);
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        throw new NoSuchFileException(path.toString());
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        throw new AccessDeniedException(path.toString());
    }

    @Override
    public void delete(FilePath path) throws IOException {
        throw new AccessDeniedException(path.toString());
    }
}
