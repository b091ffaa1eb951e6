package sleeper.run.spark;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of the Spark job, as its driver tells of it on a line of its output: {@code spark=3.5.6 application=local-1764331200000
 * pages=http://127.0.0.1:4040}.
 *
 * @param version of Spark
 * @param id      by which the history server has it
 * @param pages   address of the application's own pages while it runs, unless it has none
 */
public record SparkApplication(String version, String id, Optional<String> pages) {
    private static final Pattern LINE = Pattern.compile("spark=(\\S+) application=(\\S+)(?: pages=(\\S+))?");

    public String line() {
        return "spark=" + version + " application=" + id
                + pages.map(address -> " pages=" + address).orElse("");
    }

    /** @return what a line tells, if it is such a line */
    public static Optional<SparkApplication> read(String line) {
        Matcher found = LINE.matcher(line);
        return found.matches()
                ? Optional.of(new SparkApplication(found.group(1), found.group(2), Optional.ofNullable(found.group(3))))
                : Optional.empty();
    }
}
