package sleeper.aws.kits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import sleeper.aws.s3.S3FileStore;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.statestore.table.UnfinishedFiles;

/** A folder of a bucket, as a store: its folders are the buckets of that store. */
final class PlacedFiles implements FileStore, UnfinishedFiles {
    private final S3FileStore whole;
    private final String bucket;
    private final String folder;

    PlacedFiles(S3FileStore whole, String bucket, String folder) {
        this.whole = whole;
        this.bucket = bucket;
        this.folder = folder;
    }

    private FilePath placed(FilePath path) {
        return new FilePath(bucket, folder + "/" + path.bucket() + "/" + path.key());
    }

    private FilePath unplaced(FilePath path) {
        String key = path.key().substring(folder.length() + 1);
        int slash = key.indexOf('/');
        return new FilePath(key.substring(0, slash), key.substring(slash + 1));
    }

    private FileInfo unplaced(FileInfo info) {
        return new FileInfo(unplaced(info.path()), info.version());
    }

    @Override
    public Optional<FileInfo> find(FilePath path) throws IOException {
        return whole.find(placed(path)).map(this::unplaced);
    }

    @Override
    public FilePages list(FilePath prefix) {
        return unplaced(whole.list(placed(prefix)));
    }

    /** @param scan hears the keys of the bucket, not those of this store */
    @Override
    public FilePages scan(FileFolder of, FolderScan scan) {
        String key = folder + "/" + of.bucket() + (of.key().isEmpty() ? "" : "/" + of.key());
        return unplaced(whole.scan(new FileFolder(bucket, key), scan));
    }

    private FilePages unplaced(FilePages pages) {
        return () -> pages.next().stream().map(this::unplaced).toList();
    }

    @Override
    public String identity(FilePath path) throws IOException {
        return whole.identity(placed(path));
    }

    @Override
    public void delete(FilePath path) throws IOException {
        whole.delete(placed(path));
    }

    @Override
    public List<Unfinished> unfinished(FilePath prefix) throws IOException {
        return whole.unfinished(placed(prefix)).stream()
                .map(found -> new Unfinished(unplaced(found.target()), found.id()))
                .toList();
    }

    @Override
    public void abort(Unfinished unfinished) throws IOException {
        whole.abort(new Unfinished(placed(unfinished.target()), unfinished.id()));
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        ReadableFile file = whole.open(placed(path), version);
        return new ReadableFile() {
            @Override
            public FileInfo info() {
                return unplaced(file.info());
            }

            @Override
            public void readFully(long position, ByteBuffer into) throws IOException {
                file.readFully(position, into);
            }

            @Override
            public void readFully(List<FileRange> ranges) throws IOException {
                file.readFully(ranges);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        WritableFile file = whole.create(placed(path));
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
                return unplaced(file.commit());
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
