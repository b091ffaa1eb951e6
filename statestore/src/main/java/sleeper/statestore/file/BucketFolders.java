package sleeper.statestore.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;

/**
 * Where on the disk the files of buckets lie, which are folders below a root. A bucket may be a symbolic link to a folder elsewhere, which
 * only whoever owns the root can make; inside a bucket a link that leads out of it is refused. Safe for use by many threads and processes.
 */
public final class BucketFolders {
    private final Path root;
    private final LocalFileStore.Links links;

    /** Nothing can have the name here: this process's encoding has no bytes for it. */
    static final class UnnameableException extends FileSystemException {
        private static final long serialVersionUID = 1L;

        UnnameableException(FilePath path, InvalidPathException cause) {
            super(path.toString(), null, "this process's encoding has no bytes for its name");
            initCause(cause);
        }
    }

    /**
     * @param root  the folder whose folders are the buckets
     * @param links where links inside a bucket may lead
     */
    public BucketFolders(Path root, LocalFileStore.Links links) {
        this.root = root;
        this.links = links;
    }

    /**
     * @return the real path of what is there, links followed, once it is known to be inside the bucket
     * @throws NoSuchFileException   if nothing is there
     * @throws AccessDeniedException if a link leads out of the bucket, or the owner of the process may not look there
     */
    public Path existing(FilePath path) throws IOException {
        try {
            Path bucket = bucket(path.bucket());
            return inside(path, bucket, bucket.resolve(path.key()).toRealPath());
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            // A component that is a file, or too long a name: nothing can be there.
            throw new NoSuchFileException(path.toString(), null, e.getReason());
        } catch (InvalidPathException e) {
            // Nor under a name that this process's encoding has no bytes for.
            throw new NoSuchFileException(path.toString(), null, e.getReason());
        }
    }

    /**
     * @return the real path of a bucket
     * @throws NoSuchFileException if there is none
     */
    public Path bucket(String name) throws IOException {
        return place(name).toRealPath();
    }

    /** What lies outside buckets is not here, whatever folders the root has. */
    private Path place(String bucket) throws IOException {
        if (FilePath.isOutsideBuckets(bucket)) {
            throw new NoSuchFileException(bucket, null, "no bucket");
        }
        return root.resolve(bucket);
    }

    /**
     * @return the place of a file that may not be there, with links followed as far as its directory
     * @throws AccessDeniedException if a link leads out of the bucket
     */
    public Path forWriting(FilePath path) throws IOException {
        Path bucket;
        Path target;
        try {
            bucket = place(path.bucket());
            bucket = Files.exists(bucket) ? bucket.toRealPath() : bucket;
            target = bucket.resolve(path.key());
        } catch (InvalidPathException e) {
            throw new UnnameableException(path, e);
        }
        Path above = target.getParent();
        while (!Files.exists(above) && !above.equals(bucket)) {
            above = above.getParent();
        }
        if (Files.exists(above)) {
            inside(path, bucket, above.toRealPath());
        }
        return target;
    }

    private Path inside(FilePath path, Path bucket, Path real) throws IOException {
        if (links == LocalFileStore.Links.INSIDE_BUCKETS && !real.startsWith(bucket)) {
            throw new AccessDeniedException(path.toString(), null, "a link leads out of the bucket");
        }
        return real;
    }

    /**
     * @return length and tag of a regular file; empty if something else is there. The tag is made of the modification time in nanoseconds
     *     and the inode, which a file keeps when it is renamed
     * @throws NoSuchFileException if nothing is there
     */
    public static Optional<FileVersion> version(Path real) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(real, "unix:isRegularFile,size,lastModifiedTime,ino");
        if (!(Boolean) attributes.get("isRegularFile")) {
            return Optional.empty();
        }
        FileTime modified = (FileTime) attributes.get("lastModifiedTime");
        String tag = Long.toHexString(modified.to(TimeUnit.NANOSECONDS)) + "-" + attributes.get("ino");
        return Optional.of(new FileVersion((Long) attributes.get("size"), tag));
    }
}
