package sleeper.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.cli.frame.Console;
import sleeper.cli.frame.Surrounding;

class PaperTest {
    private final Map<String, String> environment = new HashMap<>(Map.of("TERM", "dumb"));

    private Paper paper() {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Paper.of(new Surrounding(new Console(out, out), environment, Path.of(""), InstantSource.system()));
    }

    @Test
    void shouldBeOf80ColumnsOfAsciiWhereNothingIsSaid() {
        assertThat(paper()).isEqualTo(new Paper(80, 40, false));
    }

    @ParameterizedTest
    @CsvSource({"120, 50, 120, 50", "3, 1, 10, 1", "wide, -1, 80, 40", "99999, 99999, 10000, 10000", "0, 0, 80, 40"})
    void shouldBeAsLargeAsTheEnvironmentSays(String columns, String lines, int wide, int high) {
        environment.put("COLUMNS", columns);
        environment.put("LINES", lines);

        assertThat(paper()).isEqualTo(new Paper(wide, high, false));
    }

    @ParameterizedTest
    @CsvSource({
        "LANG, en_US.UTF-8, true",
        "LANG, C.utf8, true",
        "LANG, de_DE.ISO-8859-1, false",
        "LC_CTYPE, C.UTF-8, true",
        "LC_ALL, C, false",
        "LC_ALL, '', false"
    })
    void shouldHaveBoxesWhereTheLocaleHasUtf8(String name, String value, boolean boxes) {
        environment.put(name, value);

        assertThat(paper().hasBoxes()).isEqualTo(boxes);
    }

    @Test
    void shouldTakeTheUsersLocaleBeforeTheOneThatJavaWasGiven() {
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("SLEEPER_TERMINAL_LOCALE", "de_DE.ISO-8859-1");
        assertThat(paper().hasBoxes()).isFalse();
        // When the first that is set decides
        environment.put("SLEEPER_TERMINAL_LOCALE", "");
        environment.put("LANG", "C");
        assertThat(paper().hasBoxes()).isTrue();
    }
}
