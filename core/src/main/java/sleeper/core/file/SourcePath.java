package sleeper.core.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.util.Require;
import sleeper.core.util.Secrets;

/**
 * An input as a job names it, a file, a directory, a whole bucket or a pattern, after the one strict parser: {@code bucket},
 * {@code bucket/key} or {@code scheme://authority/key}. Whatever might be another spelling of a path is refused: empty components,
 * {@code .} and {@code ..}, hosts in upper case, and outside buckets escapes and wildcards. So two texts that passed name the same
 * file only if they are equal as values of this class. Three things no text can say: {@code s3} and {@code s3a} name the same
 * buckets, so files in buckets are compared by {@link #path()}; a host may have aliases; and the cluster decides what
 * {@code hdfs:///key} is.
 *
 * <p>In a bucket, {@code *} and {@code ?} within one name make a pattern of it, and {@code [*]}, {@code [?]} and {@code [[]} stand for
 * the character itself, see {@link NamePattern}. Every other character is one of the name.
 *
 * <p>User-info is refused, and no fault repeats it. The container of {@code abfs} is none, though it is written like one.
 *
 * @param scheme    of a URI, in lower case; {@code s3} where none was written
 * @param authority the bucket; a host, with its port unless that is the scheme's own; {@code container@host}; or empty for the
 *                  cluster's own HDFS and for {@code file}
 * @param key       the path inside it as far as it has no wildcard, as of {@link FilePath}; empty for a whole bucket, and for a
 *                  pattern whose first name has a wildcard
 * @param pattern   the names behind the key, the first of them with a wildcard; empty if one path is meant
 * @param directory whether a final slash says that a directory is meant; without it, it may be either
 */
public record SourcePath(String scheme, String authority, String key, List<NamePattern> pattern, boolean directory) {
    /** The scheme of what is written without one. */
    public static final String BUCKET_SCHEME = "s3";
    /** Longest text that is read, in characters: more than the longest key that S3 knows. */
    public static final int MAX_LENGTH = 2_000;

    private static final Pattern URI =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?([^/]*)(?:/(.*))?", Pattern.DOTALL);
    /** Of a slash, a dot, a backslash, a percent sign or a control character: what decoding twice would bring to life. */
    private static final Pattern HIDDEN = Pattern.compile("%(?:2[fFeE5]|5[cC]|[01][0-9A-Fa-f]|7[fF])");

    /** Outside buckets they may be wildcards of the file system, begin a fragment, or stand for a slash. */
    private static final String ONLY_IN_BUCKETS = "*?[]{}#\\";
    /** A bracket that escapes, and one that does not. */
    private static final Pattern BRACKET = Pattern.compile("\\[[*?\\[]]|\\[");

    private static final String NOT_ALLOWED = ", without user names, and without empty, '.' or '..' components";
    private static final String NOT_ALLOWED_ELSEWHERE =
            ", without wildcards, escapes or user names, and without empty, '.' or '..' components";

    public SourcePath {
        Require.notBlank("scheme", scheme);
        Require.notNull("authority", authority);
        pattern = List.copyOf(pattern);
        boolean inBucket = isOfBuckets(scheme);
        Require.that(FilePath.isKey(key) || (key.isEmpty() && inBucket), "not a key: '" + key + "'");
        Require.that(inBucket || pattern.isEmpty(), "a pattern outside buckets: " + pattern);
    }

    /** One path, taken as it is. */
    public SourcePath(String scheme, String authority, String key, boolean directory) {
        this(scheme, authority, key, List.of(), directory);
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
        String scheme = matcher.matches() ? schemeOf(matcher) : BUCKET_SCHEME;
        String shown = withoutUserInfo(text);
        String found = "'" + shown + "'";
        Optional<String> escaped = escapedBrackets(text);
        if (isOfBuckets(scheme) && escaped.isPresent()) {
            return new Fault(
                    ErrorCode.BAD_FILE_PATH,
                    where,
                    found,
                    "brackets as [*], [?] or [[] alone, each of which stands for the character in it",
                    "Write it as " + escaped.get() + ".");
        }
        if (isOfBuckets(scheme) && text.contains("**")) {
            return new Fault(
                    ErrorCode.BAD_FILE_PATH,
                    where,
                    found,
                    "'*' for characters of one name",
                    "Name the directory itself, which is read with all directories below it, or write one '*'.");
        }
        String form = SourceAuthority.form(scheme);
        return new Fault(
                ErrorCode.BAD_FILE_PATH,
                where,
                found,
                form + (isOfBuckets(scheme) ? NOT_ALLOWED : NOT_ALLOWED_ELSEWHERE),
                "Write it as " + form + ", in full." + (shown.equals(text) ? "" : " " + Secrets.ADVICE));
    }

    /** @return the text with each bracket escaped, if that is what kept it from being read */
    private static Optional<String> escapedBrackets(String text) {
        String escaped = BRACKET.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group().equals("[") ? "[[]" : found.group()));
        return escaped.equals(text)
                ? Optional.empty()
                : Optional.of(escaped).filter(it -> parse(it).isPresent());
    }

    /** @return the text that names what {@code bucket/key} is, and nothing else */
    public static String escape(String bucketAndKey) {
        return NamePattern.escape(bucketAndKey);
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
        if (text.length() > MAX_LENGTH || !matcher.matches() || !text.equals(text.strip())) {
            return Optional.empty();
        }
        String scheme = schemeOf(matcher);
        Optional<String> authority = SourceAuthority.canonical(scheme, matcher.group(2));
        if (authority.isEmpty()) {
            return Optional.empty();
        }
        String rest = Optional.ofNullable(matcher.group(3)).orElse("");
        boolean directory = matcher.group(3) != null && (rest.isEmpty() || rest.endsWith("/"));
        String key = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        if (isOfBuckets(scheme)) {
            return rest.isEmpty()
                    ? Optional.of(new SourcePath(scheme, authority.get(), "", directory))
                    : inBucket(scheme, authority.get(), key, directory);
        }
        return !FilePath.isKey(key) || HIDDEN.matcher(text).find() || hasAny(text, ONLY_IN_BUCKETS)
                ? Optional.empty()
                : Optional.of(new SourcePath(scheme, authority.get(), key, directory));
    }

    private static Optional<SourcePath> inBucket(String scheme, String bucket, String key, boolean directory) {
        if (!FilePath.isKey(key)) {
            return Optional.empty();
        }
        List<String> literal = new ArrayList<>();
        List<NamePattern> pattern = new ArrayList<>();
        for (String text : key.split("/", -1)) {
            Optional<NamePattern> name = NamePattern.parse(text);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> itself = name.get().literal();
            if (pattern.isEmpty() && itself.isPresent()) {
                literal.add(itself.get());
            } else {
                pattern.add(name.get());
            }
        }
        return Optional.of(new SourcePath(scheme, bucket, String.join("/", literal), pattern, directory));
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

    /** @return whether it may name one file: it is no bucket or pattern, and nothing says that it is a directory */
    public boolean mayBeFile() {
        return pattern.isEmpty() && !directory && !key.isEmpty();
    }

    /**
     * @return where it lies, in a bucket or outside
     * @throws IllegalStateException if it is the whole of a bucket, or a pattern
     */
    public FilePath path() {
        if (key.isEmpty() || !pattern.isEmpty()) {
            throw new IllegalStateException(this + " is not the path of one file");
        }
        return new FilePath(bucket(), key);
    }

    /** @return the folder that holds whatever it names: it itself, or for a pattern that of the first name with a wildcard */
    public FileFolder folder() {
        return new FileFolder(bucket(), key);
    }

    /** @return what stands for the bucket in paths */
    private String bucket() {
        return isInBucket() ? authority : scheme + "://" + authority;
    }

    /** @return the whole URI; parsed again, it gives this value */
    public String uri() {
        return scheme + "://" + written();
    }

    /** @return {@code bucket/key} of what is in a bucket, a URI of the rest; with a final slash if a directory is meant */
    @Override
    public String toString() {
        return isInBucket() ? written() : uri();
    }

    private String written() {
        Stream<String> ofKey = key.isEmpty() ? Stream.of() : Stream.of(isInBucket() ? NamePattern.escape(key) : key);
        Stream<String> names = Stream.of(
                        Stream.of(authority), ofKey, pattern.stream().map(NamePattern::text))
                .flatMap(Function.identity());
        return names.collect(Collectors.joining("/")) + (directory ? "/" : "");
    }
}
