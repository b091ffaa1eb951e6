package sleeper.core.file;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.util.Require;

/**
 * An input file or directory as a job names it, after the one strict parser: {@code bucket/key} or {@code scheme://bucket/key}.
 * Two texts that passed name the same file only if they are equal as values of this class, because whatever might be another
 * spelling of a path (empty components, {@code .} and {@code ..}, escapes of those, user-info, globs) is refused.
 *
 * @param scheme    of a URI, in lower case; {@code s3} where none was written
 * @param path      where
 * @param directory whether a final slash says that a directory is meant; without it, it may be either
 */
public record SourcePath(String scheme, FilePath path, boolean directory) {
    /** The scheme of what is written without one. */
    public static final String BUCKET_SCHEME = "s3";
    /** Longest text that is read: more than the longest key that S3 knows. */
    public static final int MAX_LENGTH = 2_000;

    private static final Pattern URI = Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?([^/]*)/(.*)", Pattern.DOTALL);
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    /** Of a slash, a dot, a backslash, a percent sign or a control character: what decoding twice would bring to life. */
    private static final Pattern HIDDEN = Pattern.compile("%(?:2[fFeE5]|5[cC]|[01][0-9A-Fa-f]|7[fF])");

    private static final String GLOBS = "*?[]{}#";
    private static final String ALLOWED =
            "bucket/key or s3://bucket/key, without empty, '.' or '..' components, globs, escapes or user names";

    public SourcePath {
        Require.notBlank("scheme", scheme);
        Require.notNull("path", path);
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
            into.add(Fault.of(ErrorCode.BAD_FILE_PATH, where, "'" + text + "'", ALLOWED));
        }
        return parsed;
    }

    private static Optional<SourcePath> parse(String text) {
        Matcher matcher = URI.matcher(text);
        if (text.length() > MAX_LENGTH
                || !matcher.matches()
                || HIDDEN.matcher(text).find()
                || hasGlob(text)) {
            return Optional.empty();
        }
        String key = matcher.group(3);
        boolean directory = key.endsWith("/");
        String scheme =
                Optional.ofNullable(matcher.group(1)).orElse(BUCKET_SCHEME).toLowerCase(Locale.ROOT);
        if (!BUCKET.matcher(matcher.group(2)).matches() || !text.equals(text.strip())) {
            return Optional.empty();
        }
        try {
            FilePath path = new FilePath(matcher.group(2), directory ? key.substring(0, key.length() - 1) : key);
            return Optional.of(new SourcePath(scheme, path, directory));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean hasGlob(String text) {
        return text.chars().anyMatch(c -> GLOBS.indexOf(c) >= 0);
    }

    /** @return whether the file store of the instance can reach it */
    public boolean isInBucket() {
        return scheme.equals(BUCKET_SCHEME) || scheme.equals("s3a");
    }

    @Override
    public String toString() {
        return path + (directory ? "/" : "");
    }
}
