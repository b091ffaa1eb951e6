package sleeper.bulkimport.job.hadoop;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ReadableFile;

/** The files of an instance, and for reading those outside its buckets too. Safe for use by many threads. */
public final class SourceFiles extends ForwardingFileStore {
    private final FileStore outside;

    /**
     * @param files         all buckets
     * @param configuration says how Hadoop reaches what lies outside them
     */
    public SourceFiles(FileStore files, Configuration configuration) {
        super(files);
        this.outside = new HadoopFileStore(configuration);
    }

    @Override
    public Optional<FileInfo> find(FilePath path) throws IOException {
        return isOutside(path) ? outside.find(path) : super.find(path);
    }

    @Override
    public FilePages list(FilePath prefix) throws IOException {
        return isOutside(prefix) ? outside.list(prefix) : super.list(prefix);
    }

    @Override
    public FilePages scan(FileFolder folder, FolderScan scan) throws IOException {
        return FilePath.isOutsideBuckets(folder.bucket()) ? outside.scan(folder, scan) : super.scan(folder, scan);
    }

    @Override
    public FilePath withoutLinks(FilePath path) throws IOException {
        return isOutside(path) ? outside.withoutLinks(path) : super.withoutLinks(path);
    }

    @Override
    public String identity(FilePath path) throws IOException {
        return isOutside(path) ? outside.identity(path) : super.identity(path);
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        return isOutside(path) ? outside.open(path, version) : super.open(path, version);
    }

    private static boolean isOutside(FilePath path) {
        return FilePath.isOutsideBuckets(path.bucket());
    }
}
