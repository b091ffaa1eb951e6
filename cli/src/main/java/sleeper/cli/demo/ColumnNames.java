package sleeper.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of columns as the command line has them: parted by commas, in double quotes where a name has a comma or a quote itself. */
final class ColumnNames {
    /** A quoted name, in which two quotes stand for one, or a plain one; then a comma or the end. */
    private static final Pattern NAME = Pattern.compile("(?:\"((?:[^\"]|\"\")+)\"|([^\",][^,]*))(,|$)", Pattern.DOTALL);

    private ColumnNames() {}

    /**
     * @param texts of an option that may be given more than once
     * @return the names; empty if a text is no such list
     */
    static Optional<List<String>> parse(List<String> texts) {
        List<String> names = new ArrayList<>();
        for (String text : texts) {
            Matcher matcher = NAME.matcher(text);
            int end = 0;
            boolean more = true;
            while (more) {
                if (!matcher.find(end) || matcher.start() != end) {
                    return Optional.empty();
                }
                String quoted = matcher.group(1);
                names.add(quoted == null ? matcher.group(2) : quoted.replace("\"\"", "\""));
                end = matcher.end();
                more = !matcher.group(3).isEmpty();
            }
        }
        return names.stream().anyMatch(String::isBlank) ? Optional.empty() : Optional.of(names);
    }
}
