package sleeper.cli.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sleeper.core.job.AttemptId;

/**
 * How far the latest task of an attempt has come, by the last line of progress in its log.
 *
 * @param phase         the task's own word
 * @param rows          rows done in this phase
 * @param totalRows     rows of the whole job
 * @param rowsPerSecond rate in this phase, if it is known yet
 */
record TaskProgress(String phase, long rows, long totalRows, OptionalLong rowsPerSecond) {
    private static final Pattern LINE = Pattern.compile("phase=(\\w+) rows=(\\d+) of=(\\d+)(?: rows_per_s=(\\d+))?");
    private static final String TASK_ID = "-[0-9a-f]{8}\\.log";

    /** @param logs folder of the tasks' logs, {@code <jobId>-<attempt>-<taskId>.log} */
    static Optional<TaskProgress> read(Path logs, AttemptId attempt) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(attempt.jobId() + "-" + attempt.number()) + TASK_ID);
        if (!Files.isDirectory(logs)) {
            return Optional.empty();
        }
        Optional<Path> latest;
        try (Stream<Path> files = Files.list(logs)) {
            latest = files.filter(
                            file -> name.matcher(file.getFileName().toString()).matches())
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
        }
        return latest.isPresent() ? lastOf(latest.get()) : Optional.empty();
    }

    private static Optional<TaskProgress> lastOf(Path file) throws IOException {
        // Whatever else the task prints, in whatever encoding, and were its last line half written.
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.map(LINE::matcher)
                    .filter(Matcher::find)
                    .reduce((before, last) -> last)
                    .map(found -> new TaskProgress(
                            found.group(1),
                            Long.parseLong(found.group(2)),
                            Long.parseLong(found.group(3)),
                            found.group(4) == null
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(Long.parseLong(found.group(4)))));
        }
    }

    /** @return seconds until all rows are done at this rate, if it is known */
    Optional<Long> secondsLeft() {
        return rowsPerSecond.isEmpty() || rowsPerSecond.getAsLong() == 0
                ? Optional.empty()
                : Optional.of(Math.max(0, totalRows - rows) / rowsPerSecond.getAsLong());
    }
}
