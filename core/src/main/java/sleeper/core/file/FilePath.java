package sleeper.core.file;

import java.util.regex.Pattern;
import sleeper.core.util.Require;
import sleeper.core.util.Utf8Order;

/**
 * A file in a bucket, or in a file system outside buckets. Paths are ordered by bucket, then by key, each by its UTF-8 bytes, as object
 * stores list them.
 *
 * @param bucket the bucket's name, with neither slash nor backslash; outside buckets {@code scheme://authority}, where the authority
 *               may be empty, so that {@link #toString} gives a URI
 * @param key    the path inside it: components parted by single slashes, none of them blank, {@code .} or {@code ..}; a backslash is
 *               a character like others; no control characters
 */
public record FilePath(String bucket, String key) implements Comparable<FilePath> {
    private static final Pattern OUTSIDE = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\\\\\p{Cntrl}]*");

    public FilePath {
        Require.that(isBucket(bucket), "not a bucket name: '" + bucket + "'");
        Require.that(isKey(key), "not a key: '" + key + "'");
    }

    /** @return whether a bucket can have this name */
    static boolean isBucket(String bucket) {
        return (isComponent(bucket) && bucket.indexOf('\\') < 0) || isOutsideBuckets(bucket);
    }

    /** @return whether what stands for a bucket is a file system that the file store of an instance does not reach */
    public static boolean isOutsideBuckets(String bucket) {
        return OUTSIDE.matcher(bucket).matches();
    }

    /** @return whether a path can have this key */
    public static boolean isKey(String key) {
        int from = 0;
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', from)) {
            if (!isComponent(key.substring(from, slash))) {
                return false;
            }
            from = slash + 1;
        }
        return isComponent(key.substring(from));
    }

    private static boolean isComponent(String component) {
        return !component.isBlank()
                && !component.equals(".")
                && !component.equals("..")
                && hasAllowedCharacters(component);
    }

    private static boolean hasAllowedCharacters(String component) {
        for (int i = 0; i < component.length(); i++) {
            char c = component.charAt(i);
            if (c == '/' || Character.isISOControl(c)) {
                return false;
            }
        }
        return true;
    }

    /** @return a file below this one, taken as a directory */
    public FilePath resolve(String relativeKey) {
        return new FilePath(bucket, key + "/" + relativeKey);
    }

    @Override
    public int compareTo(FilePath other) {
        int order = Utf8Order.compare(bucket, other.bucket);
        return order != 0 ? order : Utf8Order.compare(key, other.key);
    }

    /** @return {@code bucket/key}; outside buckets {@code scheme://authority/key} */
    @Override
    public String toString() {
        return bucket + "/" + key;
    }
}
