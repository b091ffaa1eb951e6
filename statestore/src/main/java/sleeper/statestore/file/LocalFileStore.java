package sleeper.statestore.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.core.util.Require;
import sleeper.statestore.table.UnfinishedFiles;

/**
 * Buckets as folders below a root. A bucket may be a symbolic link to a folder elsewhere, which only whoever owns the root can
 * make; inside a bucket a link that leads out of it is refused. A file's tag is made of its modification time in nanoseconds
 * and its inode, so that it changes when the file is replaced or written again. Safe for use by many threads and processes.
 *
 * <p>Files whose names begin with a dot are being written, or are strangers', and are not listed; {@link #unfinished} sees the one
 * kind, and {@link #scan} the other.
 */
public final class LocalFileStore implements FileStore, UnfinishedFiles {
    private final BucketFolders folders;
    private final Links links;

    /** Where links inside a bucket may lead. */
    public enum Links {
        /** What lies in the bucket; for buckets that more people fill than own them. */
        INSIDE_BUCKETS,
        /** Wherever whoever runs the process may read. */
        ANYWHERE
    }

    /** @param root the folder whose folders are the buckets */
    public LocalFileStore(Path root) {
        this(root, Links.INSIDE_BUCKETS);
    }

    public LocalFileStore(Path root, Links links) {
        this.folders = new BucketFolders(root, links);
        this.links = links;
    }

    @Override
    public Optional<FileInfo> find(FilePath path) throws IOException {
        try {
            return infoOf(path, folders.existing(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public FilePages list(FilePath prefix) throws IOException {
        Optional<DirectoryWalk> walk = walk(prefix, name -> !name.startsWith("."));
        return WalkPages.of(page -> {
            Optional<FilePath> path = next(walk);
            if (path.isPresent()) {
                find(path.get()).ifPresent(page::add);
            }
            return path.isPresent();
        });
    }

    @Override
    public FilePages scan(FileFolder folder, FolderScan scan) throws IOException {
        ScanWalk walk;
        try {
            Path bucket = folders.bucket(folder.bucket());
            Path real = folder.key().isEmpty() ? bucket : folders.existing(new FilePath(folder.bucket(), folder.key()));
            walk = new ScanWalk(folder, real, target -> links == Links.ANYWHERE || target.startsWith(bucket), scan);
        } catch (NoSuchFileException e) {
            return WalkPages.of(page -> false);
        }
        return WalkPages.of(page -> {
            Optional<ScanWalk.Found> file = walk.next();
            if (file.isPresent()) {
                infoIfThere(file.get()).ifPresent(page::add);
            }
            return file.isPresent();
        });
    }

    @Override
    public FilePath withoutLinks(FilePath path) throws IOException {
        Path bucket = folders.bucket(path.bucket());
        Path real = folders.existing(path);
        String key = bucket.relativize(real).toString();
        return real.startsWith(bucket) && FilePath.isKey(key) ? new FilePath(path.bucket(), key) : path;
    }

    @Override
    public String identity(FilePath path) throws IOException {
        return folders.existing(path).toString();
    }

    private Optional<FileInfo> infoIfThere(ScanWalk.Found file) throws IOException {
        try {
            return infoOf(file.path(), file.real());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<FilePath> next(Optional<DirectoryWalk> walk) throws IOException {
        return walk.isPresent() ? walk.get().next() : Optional.empty();
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        return new LocalReadableFile(this, path, folders.existing(path), version);
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        Path target = folders.forWriting(path);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        return new LocalWritableFile(this, path, target);
    }

    /** Takes away the directories that this leaves empty as well: a bucket knows none. */
    @Override
    public void delete(FilePath path) throws IOException {
        Path above;
        try {
            above = folders.forWriting(path);
        } catch (BucketFolders.UnnameableException e) {
            return;
        }
        boolean empty = !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS) && deleteIfExists(above);
        for (int depth = path.key().split("/", -1).length; empty && depth > 1; depth--) {
            above = above.getParent();
            empty = removeIfEmpty(above);
        }
    }

    private static boolean deleteIfExists(Path file) throws IOException {
        try {
            return Files.deleteIfExists(file);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            // A component that is a file, or too long a name: nothing was there.
            return false;
        }
    }

    private static boolean removeIfEmpty(Path directory) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            Files.delete(directory);
            return true;
        } catch (IOException e) {
            // Not empty, or another was quicker.
            return false;
        }
    }

    @Override
    public List<Unfinished> unfinished(FilePath prefix) throws IOException {
        List<Unfinished> found = new ArrayList<>();
        Optional<DirectoryWalk> walk = walk(prefix, DurableFiles::isUnfinished);
        for (Optional<FilePath> path = next(walk); path.isPresent(); path = next(walk)) {
            String name = name(path.get());
            found.add(new Unfinished(beside(path.get(), DurableFiles.targetOf(name)), name));
        }
        found.sort(Comparator.comparing(Unfinished::target).thenComparing(Unfinished::id));
        return found;
    }

    /** @throws IllegalArgumentException if the id is none that {@link #unfinished} gave for the target */
    @Override
    public void abort(Unfinished unfinished) throws IOException {
        FilePath target = unfinished.target();
        Require.that(
                DurableFiles.isUnfinished(unfinished.id())
                        && DurableFiles.targetOf(unfinished.id()).equals(name(target)),
                "not the name of an unfinished file of " + target + ": " + unfinished.id());
        delete(beside(target, unfinished.id()));
    }

    private static String name(FilePath path) {
        return path.key().substring(path.key().lastIndexOf('/') + 1);
    }

    private static FilePath beside(FilePath path, String name) {
        return new FilePath(path.bucket(), path.key().substring(0, path.key().lastIndexOf('/') + 1) + name);
    }

    /** @return a walk below a directory, or empty if there is none */
    private Optional<DirectoryWalk> walk(FilePath prefix, Predicate<String> wanted) throws IOException {
        try {
            return Optional.of(new DirectoryWalk(prefix, folders.existing(prefix), wanted));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @return the file's information if {@code real} is a regular file */
    Optional<FileInfo> infoOf(FilePath path, Path real) throws IOException {
        return BucketFolders.version(real).map(version -> new FileInfo(path, version));
    }

    /**
     * @return the information of a file that must be the pinned one
     * @throws FileChangedException if another, or none, is there
     */
    FileInfo pinned(FilePath path, Path real, FileVersion version) throws IOException {
        Optional<FileInfo> found;
        try {
            found = infoOf(path, real);
        } catch (NoSuchFileException e) {
            throw new FileChangedException(path, version, "no file");
        }
        FileInfo info = found.orElseThrow(() -> new FileChangedException(path, version, "no plain file"));
        if (!info.version().equals(version)) {
            throw new FileChangedException(path, version, info.version().toString());
        }
        return info;
    }
}
