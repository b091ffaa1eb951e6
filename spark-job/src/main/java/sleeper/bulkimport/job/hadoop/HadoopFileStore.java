package sleeper.bulkimport.job.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
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

/**
 * What Hadoop's file systems hold, for reading alone. A path's bucket names the file system, as {@code hdfs://host:port}; a plain
 * bucket is one of {@code s3a}. Safe for use by many threads.
 *
 * <p>A file is pinned by its length, the time of its last change and, where the file system has one, its ETag or its number. A file
 * system that has neither, and a clock of whole seconds, does not show a file that is replaced by one of the same length within the
 * second.
 */
public final class HadoopFileStore implements FileStore {
    private final Configuration configuration;
    private final Function<String, URI> roots;

    /** @param configuration says how each file system is reached */
    public HadoopFileStore(Configuration configuration) {
        this(configuration, HadoopFileStore::root);
    }

    /** @param roots the folder that each bucket is */
    HadoopFileStore(Configuration configuration, Function<String, URI> roots) {
        this.configuration = configuration;
        this.roots = roots;
    }

    private static URI root(String bucket) {
        return URI.create((FilePath.isOutsideBuckets(bucket) ? bucket : "s3a://" + bucket) + "/");
    }

    /** A place in a file system. */
    record Place(FileSystem system, Path path) {
        FileStatus status() throws IOException {
            return system.getFileStatus(path);
        }
    }

    /** @param key empty for the whole bucket */
    private Place place(String bucket, String key) throws IOException {
        URI root = roots.apply(bucket);
        String folder = root.getPath();
        // Of the parts, since a name may hold what would be escapes in a URI.
        String path = key.isEmpty() ? folder : folder + (folder.endsWith("/") ? "" : "/") + key;
        return new Place(system(root), new Path(root.getScheme(), root.getAuthority(), path));
    }

    private FileSystem system(URI root) throws IOException {
        try {
            return withoutChecksums(FileSystem.get(root, configuration));
        } catch (IOException | IllegalArgumentException e) {
            throw HadoopErrors.explain(root.toString(), e);
        }
    }

    /** The files that Hadoop keeps checksums in beside those of a machine fail for some names; Parquet's pages have their own. */
    private static FileSystem withoutChecksums(FileSystem system) {
        return system instanceof LocalFileSystem local ? local.getRawFileSystem() : system;
    }

    @Override
    public Optional<FileInfo> find(FilePath path) throws IOException {
        try {
            return info(path, place(path.bucket(), path.key()).status());
        } catch (IOException | IllegalArgumentException e) {
            return HadoopErrors.emptyIfNothingIsThere(path.toString(), e);
        }
    }

    /** @return the file's information if it is no folder */
    static Optional<FileInfo> info(FilePath path, FileStatus status) {
        return status.isFile() ? Optional.of(FileTags.info(path, status)) : Optional.empty();
    }

    @Override
    public FilePages list(FilePath prefix) throws IOException {
        return scan(new FileFolder(prefix.bucket(), prefix.key()), FolderScan.ALL_FILES);
    }

    @Override
    public FilePages scan(FileFolder folder, FolderScan scan) throws IOException {
        return new HadoopWalk(folder, place(folder.bucket(), folder.key()), scan);
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        Place place = place(path.bucket(), path.key());
        try {
            FileStatus status = place.status();
            return new HadoopReadableFile(place, status, checked(path, version, status));
        } catch (IOException | IllegalArgumentException e) {
            throw HadoopErrors.explain(path.toString(), e);
        }
    }

    private static FileInfo checked(FilePath path, FileVersion version, FileStatus status) throws IOException {
        FileInfo info = info(path, status).orElseThrow(() -> new FileChangedException(path, version, "no plain file"));
        if (!info.version().equals(version)) {
            throw new FileChangedException(path, version, info.version().toString());
        }
        return info;
    }

    /** @throws FileChangedException if there is another file, or none, where one was pinned */
    static void requireUnchanged(Place place, FileInfo pinned) throws IOException {
        try {
            checked(pinned.path(), pinned.version(), place.status());
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new FileChangedException(pinned.path(), pinned.version(), "no file");
        }
    }

    @Override
    public WritableFile create(FilePath path) {
        throw readOnly(path);
    }

    @Override
    public void delete(FilePath path) {
        throw readOnly(path);
    }

    private static UnsupportedOperationException readOnly(FilePath path) {
        return new UnsupportedOperationException(path + " is an input: it is read, and never written or deleted");
    }
}
