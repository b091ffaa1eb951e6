package sleeper.core.file;

import sleeper.core.util.Require;

/**
 * A folder of a bucket or of a file system outside buckets, or the whole of it.
 *
 * @param bucket the bucket's name, as of {@link FilePath}
 * @param key    the folder's key, as of {@link FilePath}, without a final slash; empty for the whole bucket
 */
public record FileFolder(String bucket, String key) {
    public FileFolder {
        Require.that(FilePath.isBucket(bucket), "not a bucket name: '" + bucket + "'");
        Require.that(key.isEmpty() || FilePath.isKey(key), "not a key: '" + key + "'");
    }

    /** @return what the keys of all files below begin with; empty for the whole bucket */
    public String prefix() {
        return key.isEmpty() ? "" : key + "/";
    }

    /** @return the key of what lies below */
    public String keyOf(String relativeKey) {
        return prefix() + relativeKey;
    }

    /** @return whether the file lies below */
    public boolean holds(FilePath file) {
        return file.bucket().equals(bucket) && file.key().startsWith(prefix());
    }

    /** @return {@code bucket/key/} */
    @Override
    public String toString() {
        return bucket + "/" + prefix();
    }
}
