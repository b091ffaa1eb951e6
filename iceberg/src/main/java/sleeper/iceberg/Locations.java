package sleeper.iceberg;

import sleeper.core.file.FilePath;

/**
 * What other engines call a file: the text that stands in the metadata. It is not encoded as a URI's path would be, since none of them
 * decodes it.
 */
@FunctionalInterface
public interface Locations {
    /** @return where the file is, such as {@code s3://bucket/key} */
    String of(FilePath path);

    /** @param folderOfBuckets the absolute path of the folder whose folders are the buckets */
    static Locations below(String folderOfBuckets) {
        return path -> "file://" + folderOfBuckets + "/" + path;
    }

    static Locations onS3() {
        return path -> "s3://" + path;
    }
}
