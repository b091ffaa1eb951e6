package sleeper.cli.frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.api.table.SourceFiles;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderValues;
import sleeper.core.file.SourcePath;
import sleeper.core.source.SourceContents;
import sleeper.core.source.SourceSearch;
import sleeper.statestore.file.LocalFileStore;
import sleeper.statestore.file.LocalFileStore.Links;

/**
 * A file, a directory or a pattern of this machine, as a source in a store: what lies above is the store, the folder of the file (or
 * the directory, or that before the first wildcard) its bucket. Links are the user's own, and may lead anywhere.
 *
 * @param root   the folder that is the store
 * @param source what is named there
 */
public record MachineSource(Path root, SourcePath source) {
    /** Stands before a path of this machine where one with a bucket is read. */
    private static final String ANY_BUCKET = "machine";

    /** @return the source, if something is at the path, or at the folder before the first wildcard of a pattern */
    public static Optional<MachineSource> find(Path path) throws IOException {
        if (Files.exists(path)) {
            return Optional.of(at(path, path.toRealPath()));
        }
        Optional<SourcePath> pattern = SourcePath.parse(ANY_BUCKET + path.toAbsolutePath())
                .filter(parsed -> !parsed.pattern().isEmpty());
        Path folder = pattern.map(parsed -> Path.of("/" + parsed.key())).orElse(path);
        if (pattern.isEmpty() || !Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Path real = folder.toRealPath();
        Path top = highestWithAValue(real);
        return Optional.of(new MachineSource(
                above(path, top),
                new SourcePath(
                        SourcePath.BUCKET_SCHEME,
                        top.getFileName().toString(),
                        top.relativize(real).toString(),
                        pattern.get().pattern(),
                        pattern.get().directory())));
    }

    private static MachineSource at(Path path, Path real) {
        boolean directory = Files.isDirectory(real);
        Path top = highestWithAValue(directory ? real : above(path, real));
        return new MachineSource(
                above(path, top),
                new SourcePath(
                        SourcePath.BUCKET_SCHEME,
                        top.getFileName().toString(),
                        top.relativize(real).toString(),
                        directory));
    }

    /** @return the highest folder above that gives the files' rows a value, so that paths in the store have all that do */
    private static Path highestWithAValue(Path folder) {
        Path highest = folder;
        for (Path above = folder; above != null && above.getFileName() != null; above = above.getParent()) {
            highest = FolderValues.isNamedSo(above.getFileName().toString()) ? above : highest;
        }
        return highest;
    }

    private static Path above(Path path, Path real) {
        Path above = real.getParent();
        if (above == null) {
            throw new InvalidRequestException(
                    "Nothing can be read from " + path + ".",
                    List.of(Fault.of(ErrorCode.BAD_FILE_PATH, path.toString(), real.toString(), "a path in a folder")
                            .at(FaultLocation.ofFile(path.toString()))));
        }
        return above;
    }

    /** @return the folder that is named, or that of the file, or that before the first wildcard */
    public Path folder() {
        Path named = root.resolve(source.authority()).resolve(source.key());
        return source.mayBeFile() ? Optional.ofNullable(named.getParent()).orElseThrow() : named;
    }

    /** @return the file as a path of this machine */
    public Path pathOf(FilePath file) {
        return root.resolve(file.toString());
    }

    /**
     * @param name    as the user wrote it
     * @param summary what could not be done if nothing is found; a whole sentence
     * @throws InvalidRequestException if there is no file to read, or not all of them may be
     */
    public SourceFiles files(String name, String summary) throws IOException {
        LocalFileStore store = new LocalFileStore(root, Links.ANYWHERE);
        SourceContents contents = search(root, store).find(name, source);
        if (!source.mayBeFile()) {
            for (Path folder = root; folder.getFileName() != null; folder = folder.getParent()) {
                refuseTable(name, folder, summary);
            }
            refuseLinkedTables(name, contents, summary);
        }
        return SourceFiles.of(store, contents, summary);
    }

    /** A link may lead out of the store, where nothing has been looked for. */
    private void refuseLinkedTables(String name, SourceContents contents, String summary) throws IOException {
        Set<Path> seen = new HashSet<>();
        for (FileInfo file : contents.files()) {
            Path linked = pathOf(file.path());
            Path real = linked.toRealPath();
            if (real.equals(linked)) {
                continue;
            }
            for (Path folder = real.getParent();
                    folder.getFileName() != null && seen.add(folder);
                    folder = folder.getParent()) {
                refuseTable(name, folder, summary);
            }
        }
    }

    private static SourceSearch search(Path root, LocalFileStore store) {
        return new SourceSearch(store, Set.of(), text -> root.resolve(text).toString());
    }

    private static void refuseTable(String name, Path folder, String summary) throws IOException {
        Path above = folder.getParent();
        SourcePath source =
                new SourcePath(SourcePath.BUCKET_SCHEME, folder.getFileName().toString(), "", true);
        Optional<Fault> table =
                search(above, new LocalFileStore(above, Links.ANYWHERE)).tableAround(name, source);
        if (table.isPresent()) {
            throw new InvalidRequestException(summary, List.of(table.get()));
        }
    }
}
