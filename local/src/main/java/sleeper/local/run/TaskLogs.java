package sleeper.local.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sleeper.core.job.AttemptId;
import sleeper.run.spark.SparkApplication;
import sleeper.statestore.instance.TaskProgress;

/**
 * The logs of the tasks of a home, {@code <jobId>-<attempt>-<taskId>.log} each.
 *
 * @param folder where they lie
 */
record TaskLogs(Path folder) {
    private static final String TASK_ID = "-[0-9a-f]{8}\\.log";

    /** @return how far the latest task of an attempt has come, by the last line of progress in its log */
    Optional<TaskProgress> progress(AttemptId attempt) throws IOException {
        Optional<Path> latest = latest(attempt);
        return latest.isPresent() ? lastOf(latest.get()) : Optional.empty();
    }

    /** @return the last lines of the log of the latest task of an attempt, at most so many; none if there is no log */
    List<String> tail(AttemptId attempt, int most) throws IOException {
        Optional<Path> latest = latest(attempt);
        if (latest.isEmpty()) {
            return List.of();
        }
        Deque<String> lines = new ArrayDeque<>();
        // Whatever the task prints, of which no byte is to make this fail.
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(latest.get()), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (lines.size() == most) {
                    lines.removeFirst();
                }
                lines.addLast(line);
            }
        }
        return List.copyOf(lines);
    }

    private Optional<Path> latest(AttemptId attempt) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(attempt.jobId() + "-" + attempt.number()) + TASK_ID);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> name.matcher(file.getFileName().toString()).matches())
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
        }
    }

    private static Optional<TaskProgress> lastOf(Path file) throws IOException {
        Optional<TaskProgress> last = Optional.empty();
        Optional<String> pages = Optional.empty();
        // Whatever else the task prints, in whatever encoding, and were its last line half written.
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            for (String line : (Iterable<String>) lines::iterator) {
                last = TaskProgress.parse(line).or(choice(last));
                pages = SparkApplication.read(line)
                        .flatMap(SparkApplication::pages)
                        .or(choice(pages));
            }
        }
        Optional<String> address = pages;
        return last.map(found -> found.withPages(address));
    }

    private static <T> Supplier<Optional<T>> choice(Optional<T> before) {
        return () -> before;
    }
}
