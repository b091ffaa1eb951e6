package sleeper.core.file;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.util.Require;
import sleeper.core.util.Secrets;

/**
 * An input file or directory as a job names it, after the one strict parser: {@code bucket/key} or
 * {@code scheme://authority/key}. Whatever might be another spelling of a path is refused: empty components, {@code .} and
 * {@code ..}, escapes of those, globs, hosts in upper case. So two texts that passed name the same file only if they are equal as
 * values of this class. Three things no text can say: {@code s3} and {@code s3a} name the same buckets, so files in
 * buckets are compared by {@link #path()}; a host may have aliases; and the cluster decides what {@code hdfs:///key} is.
 *
 * <p>User-info is refused, and no fault repeats it. The container of {@code abfs} is none, though it is written like one.
 *
 * @param scheme    of a URI, in lower case; {@code s3} where none was written
 * @param authority the bucket; a host, with its port unless that is the scheme's own; {@code container@host}; or empty for the
 *                  cluster's own HDFS
 * @param key       the path inside it, as of {@link FilePath}
 * @param directory whether a final slash says that a directory is meant; without it, it may be either
 */
public record SourcePath(String scheme, String authority, String key, boolean directory) {
    /** The scheme of what is written without one. */
    public static final String BUCKET_SCHEME = "s3";
    /** Longest text that is read, in characters: more than the longest key that S3 knows. */
    public static final int MAX_LENGTH = 2_000;

    private static final Pattern URI = Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?([^/]*)/(.*)", Pattern.DOTALL);
    /** Of a slash, a dot, a backslash, a percent sign or a control character: what decoding twice would bring to life. */
    private static final Pattern HIDDEN = Pattern.compile("%(?:2[fFeE5]|5[cC]|[01][0-9A-Fa-f]|7[fF])");

    private static final String GLOBS = "*?[]{}";
    /** In a bucket they are characters like others; elsewhere they may begin a fragment, or stand for a slash. */
    private static final String ONLY_IN_BUCKETS = "#\\";

    private static final String NOT_ALLOWED = ", without empty, '.' or '..' components, globs, escapes or user names";

    public SourcePath {
        Require.notBlank("scheme", scheme);
        Require.notNull("authority", authority);
        Require.that(FilePath.isKey(key), "not a key: '" + key + "'");
    }

    /**
     * @param text  as the job has it
     * @param where its place in the job, for a fault
     * @param into  receives the fault, if there is one
     * @return the path, or empty if it is refused
     */
    public static Optional<SourcePath> parse(String text, String where, List<Fault> into) {
        Optional<SourcePath> parsed = parse(text);
        if (parsed.isEmpty()) {
            into.add(refused(text, where));
        }
        return parsed;
    }

    private static Fault refused(String text, String where) {
        Matcher matcher = URI.matcher(text);
        String shown = withoutUserInfo(text);
        String form = SourceAuthority.form(matcher.matches() ? schemeOf(matcher) : BUCKET_SCHEME);
        return new Fault(
                ErrorCode.BAD_FILE_PATH,
                where,
                "'" + shown + "'",
                form + NOT_ALLOWED,
                "Write it as " + form + ", in full." + (shown.equals(text) ? "" : " " + Secrets.ADVICE));
    }

    private static String schemeOf(Matcher matcher) {
        return Optional.ofNullable(matcher.group(1)).orElse(BUCKET_SCHEME).toLowerCase(Locale.ROOT);
    }

    /** @return a text that may not be a source, as it may be shown: three stars stand for what may be a user's name and secret */
    public static String withoutUserInfo(String text) {
        return SourceAuthority.hideUserInfo(text);
    }

    /** @return the path that the text names, or empty if it is refused */
    public static Optional<SourcePath> parse(String text) {
        Matcher matcher = URI.matcher(text);
        if (text.length() > MAX_LENGTH
                || !matcher.matches()
                || !text.equals(text.strip())
                || HIDDEN.matcher(text).find()
                || hasAny(text, GLOBS)) {
            return Optional.empty();
        }
        String scheme = schemeOf(matcher);
        String rest = matcher.group(3);
        boolean directory = rest.endsWith("/");
        String key = directory ? rest.substring(0, rest.length() - 1) : rest;
        if (!FilePath.isKey(key) || (!isOfBuckets(scheme) && hasAny(key, ONLY_IN_BUCKETS))) {
            return Optional.empty();
        }
        return SourceAuthority.canonical(scheme, matcher.group(2))
                .map(authority -> new SourcePath(scheme, authority, key, directory));
    }

    private static boolean hasAny(String text, String characters) {
        return text.chars().anyMatch(c -> characters.indexOf(c) >= 0);
    }

    private static boolean isOfBuckets(String scheme) {
        return scheme.equals(BUCKET_SCHEME) || scheme.equals("s3a");
    }

    /** @return whether the file store of the instance can reach it */
    public boolean isInBucket() {
        return isOfBuckets(scheme);
    }

    /**
     * @return where it lies in the file store of the instance
     * @throws IllegalStateException if it is not in a bucket
     */
    public FilePath path() {
        if (!isInBucket()) {
            throw new IllegalStateException(this + " is in no bucket");
        }
        return new FilePath(authority, key);
    }

    /** @return the whole URI; parsed again, it gives this value */
    public String uri() {
        return scheme + "://" + authority + "/" + key + (directory ? "/" : "");
    }

    /** @return {@code bucket/key} of what is in a bucket, a URI of the rest; with a final slash if a directory is meant */
    @Override
    public String toString() {
        return isInBucket() ? authority + "/" + key + (directory ? "/" : "") : uri();
    }
}
