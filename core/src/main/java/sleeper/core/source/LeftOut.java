package sleeper.core.source;

import java.util.List;
import sleeper.core.util.Require;

/**
 * What lies below a named path and is not read, for one reason.
 *
 * @param reason why
 * @param count  how many; one or more
 * @param names  {@code bucket/key} of the first of them, at most {@link #MOST_NAMES}, in the order found
 */
public record LeftOut(Reason reason, long count, List<String> names) {
    /** Most names that are kept for each reason. */
    public static final int MOST_NAMES = 20;

    public LeftOut {
        Require.notNull("reason", reason);
        Require.atLeast("count", count, 1);
        names = List.copyOf(names);
        Require.that(names.size() <= Math.min(count, MOST_NAMES), names.size() + " names of " + count);
    }

    /** Why something is not read. The names of the constants are stored. */
    public enum Reason {
        /** What a writer leaves beside its files. */
        MARKER(false, "marker without rows", "markers without rows"),
        EMPTY_FOLDER(false, "empty folder", "empty folders"),
        HIDDEN(
                true,
                "file whose name, or a folder's on the way to it, begins with '_' or '.'",
                "files whose names, or a folder's on the way to them, begin with '_' or '.'"),
        OTHER_NAME(
                true,
                "file whose name does not end in " + SourceRules.SUFFIXES,
                "files whose names do not end in " + SourceRules.SUFFIXES),
        LINK_TO_FOUND(false, "link to what is read anyway", "links to what is read anyway"),
        LINK_UPWARDS(true, "link to a folder that it lies in", "links to folders that they lie in"),
        LINK_OUT(true, "link out of the bucket", "links out of the bucket"),
        BROKEN_LINK(true, "link to what is not there", "links to what is not there"),
        NO_PLAIN_FILE(true, "pipe, socket or device", "pipes, sockets or devices");

        private final boolean warns;
        private final String one;
        private final String many;

        Reason(boolean warns, String one, String many) {
            this.warns = warns;
            this.one = one;
            this.many = many;
        }

        /** @return whether rows may be missing that somebody meant, so that people are warned */
        public boolean warns() {
            return warns;
        }

        /** @return what is left out for this reason, in words, as many */
        public String meaning() {
            return many;
        }
    }

    /** @return in words how many are left out, of what kind, and their names */
    public String words() {
        StringBuilder words = new StringBuilder()
                .append(count)
                .append(' ')
                .append(count == 1 ? reason.one : reason.many)
                .append(": ")
                .append(String.join(", ", names));
        return count > names.size()
                ? words.append(", and ")
                        .append(count - names.size())
                        .append(" more")
                        .toString()
                : words.toString();
    }
}
