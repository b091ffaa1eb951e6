package sleeper.cli.frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderValues;
import sleeper.core.file.SourcePath;
import sleeper.statestore.file.LocalFileStore;

/**
 * Parquet files that the user named on the command line, in one of two ways: as a path of this machine, or as jobs do
 * ({@code bucket/key}).
 *
 * @param store where they lie
 * @param files one or more, in the order of their keys
 */
public record SourceFiles(FileStore store, List<FileInfo> files) {
    private static final String SUFFIX = ".parquet";

    public SourceFiles {
        files = List.copyOf(files);
    }

    /**
     * @param name    a file or directory, with all {@code .parquet} files below
     * @param path    the name as a path of this machine; it is taken if something is there
     * @param buckets the instance's buckets
     * @param summary what could not be done if nothing is found; a whole sentence
     * @throws InvalidRequestException FILE_NOT_FOUND, NO_FILES, FILE_FORBIDDEN or BAD_FILE_PATH
     */
    public static SourceFiles find(String name, Path path, FileStore buckets, String summary) {
        try {
            return Files.exists(path) ? onThisMachine(name, path, summary) : inBuckets(name, buckets, summary);
        } catch (IOException e) {
            throw refused(summary, Fault.of(ErrorCode.FILE_FORBIDDEN, name, e.toString(), "a file that can be read"));
        }
    }

    private static SourceFiles onThisMachine(String name, Path path, String summary) throws IOException {
        Path real = path.toRealPath();
        Path folder = real.getParent();
        if (folder == null || folder.getParent() == null) {
            throw refused(
                    summary,
                    Fault.of(ErrorCode.BAD_FILE_PATH, name, real.toString(), "a path at least two folders deep"));
        }
        Path top = highestWithAValue(folder);
        LocalFileStore store =
                new LocalFileStore(Optional.ofNullable(top.getParent()).orElseThrow());
        FilePath inStore =
                new FilePath(top.getFileName().toString(), top.relativize(real).toString());
        return new SourceFiles(store, filesAt(name, store, inStore, summary));
    }

    /** @return the highest folder above that gives the files' rows a value, so that paths in the store have all that do */
    private static Path highestWithAValue(Path folder) {
        Path highest = folder;
        for (Path above = folder; above != null && above.getFileName() != null; above = above.getParent()) {
            highest = FolderValues.isNamedSo(above.getFileName().toString()) ? above : highest;
        }
        return highest;
    }

    private static SourceFiles inBuckets(String name, FileStore buckets, String summary) throws IOException {
        List<Fault> faults = new ArrayList<>();
        Optional<SourcePath> source = SourcePath.parse(name, name, faults);
        if (source.isEmpty() || !source.get().isInBucket()) {
            String shown = SourcePath.withoutUserInfo(name);
            throw refused(
                    summary, Fault.of(ErrorCode.FILE_NOT_FOUND, shown, "nothing", "a file's path, or bucket/key"));
        }
        return new SourceFiles(buckets, filesAt(name, buckets, source.get().path(), summary));
    }

    private static List<FileInfo> filesAt(String name, FileStore store, FilePath path, String summary)
            throws IOException {
        Optional<FileInfo> file = store.find(path);
        if (file.isPresent()) {
            return List.of(file.get());
        }
        List<FileInfo> parquet = new ArrayList<>();
        boolean empty = true;
        FilePages below = store.list(path);
        for (List<FileInfo> page = below.next(); !page.isEmpty(); page = below.next()) {
            empty = false;
            page.stream().filter(info -> info.path().key().endsWith(SUFFIX)).forEach(parquet::add);
        }
        if (empty) {
            throw refused(summary, Fault.of(ErrorCode.FILE_NOT_FOUND, name, "nothing", "a file or a directory"));
        } else if (parquet.isEmpty()) {
            throw refused(summary, Fault.of(ErrorCode.NO_FILES, name, "no " + SUFFIX + " file below", "one or more"));
        }
        return parquet;
    }

    private static InvalidRequestException refused(String summary, Fault fault) {
        return new InvalidRequestException(summary, List.of(fault.at(FaultLocation.ofFile(fault.where()))));
    }
}
