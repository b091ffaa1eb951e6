package sleeper.core.file;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands between the scheme and the path of a source: who keeps it. Each scheme has its own form, and one spelling of it. */
final class SourceAuthority {
    private static final Set<String> AZURE = Set.of("abfs", "abfss");
    private static final String HDFS = "hdfs";
    /** What each machine of a cluster has mounted at the same place. */
    private static final String FILE = "file";

    /** Where HDFS listens if no port is written. */
    private static final String HDFS_PORT = "8020";

    private static final int LONGEST_HOST = 253;
    private static final int LAST_PORT = 65_535;

    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    /** Lower case alone: a host has one spelling then, and a name of an HDFS service is not changed by making it lower. */
    private static final String HOST_FORM =
            "[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*";

    private static final Pattern HOST_AND_PORT = Pattern.compile("(" + HOST_FORM + ")(?::([1-9][0-9]{0,4}))?");
    private static final Pattern CONTAINER_AND_HOST =
            Pattern.compile("[a-z0-9](?:-?[a-z0-9]){0,62}@(" + HOST_FORM + ")");

    /** What stands before an authority, however many slashes somebody wrote. */
    private static final Pattern BEFORE = Pattern.compile("^\\s*(?:[A-Za-z][A-Za-z0-9+.-]*:/+|/*)");

    private SourceAuthority() {}

    /** @return how a source of the scheme is written, as far as its authority goes, for people */
    static String form(String scheme) {
        if (AZURE.contains(scheme)) {
            return scheme + "://container@host/key, container and host in lower case, no port";
        }
        if (scheme.equals(HDFS)) {
            return "hdfs:///key, or hdfs://host/key or hdfs://host:port/key with the host in lower case";
        }
        if (scheme.equals(FILE)) {
            return "file:///key";
        }
        return "bucket/key or s3://bucket/key";
    }

    /** @return the one spelling of an authority of the scheme, or empty if it is none */
    static Optional<String> canonical(String scheme, String authority) {
        if (AZURE.contains(scheme)) {
            return azure(authority);
        }
        if (scheme.equals(HDFS)) {
            return hdfs(authority);
        }
        if (scheme.equals(FILE)) {
            return Optional.of(authority).filter(String::isEmpty);
        }
        return Optional.of(authority).filter(name -> BUCKET.matcher(name).matches());
    }

    private static Optional<String> azure(String authority) {
        Matcher matcher = CONTAINER_AND_HOST.matcher(authority);
        return matcher.matches() && matcher.group(1).length() <= LONGEST_HOST
                ? Optional.of(authority)
                : Optional.empty();
    }

    private static Optional<String> hdfs(String authority) {
        if (authority.isEmpty()) {
            return Optional.of(authority);
        }
        if (authority.length() > LONGEST_HOST + 1 + HDFS_PORT.length() + 1) {
            return Optional.empty();
        }
        Matcher matcher = HOST_AND_PORT.matcher(authority);
        if (!matcher.matches() || matcher.group(1).length() > LONGEST_HOST) {
            return Optional.empty();
        }
        String port = matcher.group(2);
        if (port == null || port.equals(HDFS_PORT)) {
            return Optional.of(matcher.group(1));
        }
        return Integer.parseInt(port) <= LAST_PORT ? Optional.of(authority) : Optional.empty();
    }

    /**
     * @param text a source that was refused
     * @return the text, with three stars for what may be a user's name and secret. A secret may hold slashes, so all up to the last
     *         {@code @} is hidden if the text begins like one with user-info
     */
    static String hideUserInfo(String text) {
        Matcher before = BEFORE.matcher(text);
        int start = before.find() ? before.end() : 0;
        int slash = text.indexOf('/', start);
        String authority = text.substring(start, slash < 0 ? text.length() : slash);
        int at = text.lastIndexOf('@');
        boolean suspect = authority.indexOf('@') >= 0 || authority.indexOf(':') >= 0;
        return at >= start && suspect ? text.substring(0, start) + "***" + text.substring(at) : text;
    }
}
