package sleeper.core.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import sleeper.core.file.NamePattern;
import sleeper.core.file.SourcePath;

/**
 * Which files a named path means, by their names alone. All the rules are here: jobs, commands and every engine's driver ask this
 * class.
 *
 * <ul>
 *   <li>What is named itself is taken, whatever it is called; so is a file that the last name of a pattern matches.
 *   <li>Below it, names are skipped that begin with {@code _} or {@code .}, those of folders with all that lies in them. A folder
 *       {@code _name=value} is one of a partition and is not. A wildcard that begins a pattern's name does not match them either.
 *   <li>Of the rest, the suffix decides.
 * </ul>
 */
public final class SourceRules {
    /** The suffixes of files that are taken from a folder, for people. */
    public static final String SUFFIXES = ".parquet, .parq or .pq";

    /** In any case; a compression may be named before them, or behind. */
    private static final Pattern TAKEN = Pattern.compile(
            ".*\\.(?:parquet|parq|pq)"
                    + "(?:\\.(?:snappy|gz|gzip|zst|zstd|lz4|lz4_?raw|lzo|br|brotli|bz2|bzip2|zip|xz|zlib|deflate|uncompressed|none))*");

    /** What engines write beside their files: none holds a row of its own. */
    private static final Pattern MARKER = Pattern.compile("_SUCCESS|_metadata|_common_metadata"
            + "|_(?:started|committed)_(?:vacuum)?[0-9]+|.*\\.crc|.*_\\$folder\\$");

    private final String prefix;
    private final List<NamePattern> pattern;
    private final boolean foldersOnly;

    private SourceRules(String prefix, List<NamePattern> pattern, boolean foldersOnly) {
        this.prefix = prefix;
        this.pattern = pattern;
        this.foldersOnly = foldersOnly;
    }

    /** @param source in a bucket or elsewhere; keys are those of what its authority keeps */
    public static SourceRules of(SourcePath source) {
        String prefix = source.key().isEmpty() ? "" : source.key() + "/";
        return new SourceRules(prefix, source.pattern(), source.directory());
    }

    /** @return whether the named path means the file, be it to leave it out; the file lies below the key of the source */
    public boolean means(String fileKey) {
        List<String> names = names(fileKey);
        int least = foldersOnly && !pattern.isEmpty() ? pattern.size() + 1 : pattern.size();
        return names.size() >= least && matches(names);
    }

    /** @return why a file that is meant is not read; empty if it is */
    public Optional<LeftOut.Reason> leftOut(String fileKey) {
        List<String> names = names(fileKey);
        String last = names.get(names.size() - 1);
        boolean named = names.size() == pattern.size();
        if (MARKER.matcher(last).matches() && !isNamed(names.size() - 1, last)) {
            return Optional.of(LeftOut.Reason.MARKER);
        }
        if (hasHiddenName(names, names.size() - 1) || (isHidden(last) && !isNamed(names.size() - 1, last))) {
            return Optional.of(LeftOut.Reason.HIDDEN);
        }
        return named || TAKEN.matcher(last.toLowerCase(Locale.ROOT)).matches()
                ? Optional.empty()
                : Optional.of(LeftOut.Reason.OTHER_NAME);
    }

    /** @return whether the file is meant and read */
    public boolean reads(String fileKey) {
        return means(fileKey) && leftOut(fileKey).isEmpty();
    }

    /** @return whether files below the folder may be meant */
    public boolean enters(String folderKey) {
        return matches(names(folderKey));
    }

    /** @return whether the named path means the folder and all that lies in it */
    boolean meansFolder(String folderKey) {
        List<String> names = names(folderKey);
        return names.size() >= pattern.size() && matches(names);
    }

    /** @return whether files below the folder may be read: it is {@linkplain #enters entered}, and its name is not hidden */
    public boolean follows(String folderKey) {
        List<String> names = names(folderKey);
        return matches(names) && !hasHiddenName(names, names.size());
    }

    /** @return whether all files below the folder are meant, and read as far as its name goes */
    public boolean readsFolder(String folderKey) {
        return meansFolder(folderKey) && follows(folderKey);
    }

    private List<String> names(String key) {
        int from = prefix.length();
        return from >= key.length() ? List.of() : List.of(key.substring(from).split("/", -1));
    }

    /** As far as both have names. */
    private boolean matches(List<String> names) {
        for (int i = 0; i < Math.min(names.size(), pattern.size()); i++) {
            if (!pattern.get(i).matches(names.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean hasHiddenName(List<String> names, int folders) {
        for (int i = 0; i < folders; i++) {
            String name = names.get(i);
            boolean partition = name.startsWith("_") && name.indexOf('=') > 0;
            if (isHidden(name) && !partition && !isNamed(i, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }

    /** Whether a pattern has the first character of the name by its own name. */
    private boolean isNamed(int place, String name) {
        return place < pattern.size() && pattern.get(place).beginsWith(name.charAt(0));
    }
}
