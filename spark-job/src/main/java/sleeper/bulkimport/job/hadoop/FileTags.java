package sleeper.bulkimport.job.hadoop;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;

/** What tells one content of a file from another: when it was written, and what its file system has beside that. */
final class FileTags {
    private FileTags() {}

    static FileInfo info(FilePath path, FileStatus status) {
        Optional<String> etag = etag(status);
        Instant modified = Instant.ofEpochMilli(status.getModificationTime());
        // A store of objects gives whole seconds when it is asked for one, and thousandths when it lists them.
        Instant comparable = etag.isPresent() ? modified.truncatedTo(ChronoUnit.SECONDS) : modified;
        String tag = comparable
                + etag.or(() -> number(status)).map(word -> " " + word).orElse("");
        return new FileInfo(path, new FileVersion(status.getLen(), tag));
    }

    private static Optional<String> etag(FileStatus status) {
        return status instanceof EtagSource source
                ? Optional.ofNullable(source.getEtag()).filter(etag -> !etag.isBlank())
                : Optional.empty();
    }

    /** HDFS gives a file that replaces another a number of its own. */
    private static Optional<String> number(FileStatus status) {
        return status instanceof HdfsFileStatus file ? Optional.of(Long.toString(file.getFileId())) : Optional.empty();
    }
}
