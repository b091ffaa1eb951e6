package sleeper.cli.picture;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import sleeper.cli.frame.Surrounding;
import sleeper.core.util.Require;

/**
 * What a picture is drawn on: so many columns and lines, with the characters of the user's locale.
 *
 * @param columns  columns of a line, {@link #LEAST_COLUMNS} or more
 * @param lines    lines that can be seen at once, 1 or more
 * @param hasBoxes whether there are more characters than those of ASCII
 */
public record Paper(int columns, int lines, boolean hasBoxes) {
    static final int LEAST_COLUMNS = 10;
    private static final int COLUMNS = 80;
    private static final int LINES = 40;
    private static final int MOST = 10_000;
    private static final int MOST_LINES_OF_A_TEXT = 4;

    /** The launcher gives Java a locale with UTF-8 where the user's has none, and tells the user's by this. */
    private static final String USERS_LOCALE = "SLEEPER_TERMINAL_LOCALE";

    public Paper {
        Require.atLeast("columns", columns, LEAST_COLUMNS);
        Require.atLeast("lines", lines, 1);
    }

    /** @return a paper as large as the terminal, or as {@code COLUMNS} and {@code LINES} say; else of 80 columns and 40 lines */
    public static Paper of(Surrounding surrounding) {
        Map<String, String> environment = surrounding.environment();
        int columns = number(environment.get("COLUMNS"));
        int lines = number(environment.get("LINES"));
        if (surrounding.isTerminal() && (columns == 0 || lines == 0)) {
            Size size = terminalSize();
            columns = columns == 0 ? size.getColumns() : columns;
            lines = lines == 0 ? size.getRows() : lines;
        }
        return new Paper(
                Math.max(LEAST_COLUMNS, columns == 0 ? COLUMNS : columns),
                lines == 0 ? LINES : lines,
                hasUtf8(environment));
    }

    /** @return the words of a text in lines that are no wider than the paper, of which the last is cut off if there are too many */
    public List<String> wrapped(String text) {
        return new Lettering(this).wrapped(text, columns, MOST_LINES_OF_A_TEXT);
    }

    private static int number(String text) {
        if (text == null || !text.matches("[0-9]{1,5}")) {
            return 0;
        }
        return Math.min(MOST, Integer.parseInt(text));
    }

    private static Size terminalSize() {
        try (Terminal terminal = TerminalBuilder.builder().dumb(true).build()) {
            return terminal.getSize();
        } catch (IOException e) {
            return new Size(0, 0);
        }
    }

    /** The first that is set decides (POSIX, "Internationalization Variables"). */
    private static boolean hasUtf8(Map<String, String> environment) {
        return Stream.of(USERS_LOCALE, "LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(locale -> locale.toLowerCase(Locale.ROOT).replace("-", ""))
                .filter(locale -> locale.contains("utf8"))
                .isPresent();
    }
}
