package sleeper.statestore.instance;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.util.Require;

/**
 * How far a task has come, as the last line of progress in its log says: {@code phase=reading rows=12 of=34 rows_per_s=5}.
 *
 * @param phase         the task's own word
 * @param rows          rows done in this phase
 * @param totalRows     rows of the whole job
 * @param rowsPerSecond rate in this phase, if it is known yet
 * @param pages         address of pages that show the task as it runs, if it has any
 */
public record TaskProgress(
        String phase, long rows, long totalRows, OptionalLong rowsPerSecond, Optional<String> pages) {
    private static final Pattern LINE = Pattern.compile("phase=(\\w+) rows=(\\d+) of=(\\d+)(?: rows_per_s=(\\d+))?");

    public TaskProgress {
        Require.notBlank("phase", phase);
        Require.notNull("rowsPerSecond", rowsPerSecond);
        Require.notNull("pages", pages);
    }

    /** Of a task without pages. */
    public TaskProgress(String phase, long rows, long totalRows, OptionalLong rowsPerSecond) {
        this(phase, rows, totalRows, rowsPerSecond, Optional.empty());
    }

    public TaskProgress withPages(Optional<String> address) {
        return new TaskProgress(phase, rows, totalRows, rowsPerSecond, address);
    }

    /** @return what a line of the log says; empty if it is about something else */
    public static Optional<TaskProgress> parse(String line) {
        Matcher found = LINE.matcher(line);
        return found.find()
                ? Optional.of(new TaskProgress(
                        found.group(1),
                        Long.parseLong(found.group(2)),
                        Long.parseLong(found.group(3)),
                        found.group(4) == null
                                ? OptionalLong.empty()
                                : OptionalLong.of(Long.parseLong(found.group(4)))))
                : Optional.empty();
    }

    /** @return seconds until all rows are done at this rate, if it is known */
    public Optional<Long> secondsLeft() {
        return rowsPerSecond.isEmpty() || rowsPerSecond.getAsLong() == 0
                ? Optional.empty()
                : Optional.of(Math.max(0, totalRows - rows) / rowsPerSecond.getAsLong());
    }
}
