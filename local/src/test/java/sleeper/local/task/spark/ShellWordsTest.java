package sleeper.local.task.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordsTest {
    @Test
    void shouldSplitAtWhiteSpaceThatIsNotQuoted() {
        assertThat(ShellWords.split("  --conf a=b\t--conf 'c=d e' --conf \"f=g  h\"\n"))
                .isEqualTo(List.of("--conf", "a=b", "--conf", "c=d e", "--conf", "f=g  h"));
        assertThat(ShellWords.split("")).isEmpty();
        assertThat(ShellWords.split(" ' ' '' \"\" ")).isEqualTo(List.of(" ", "", ""));
    }

    @Test
    void shouldJoinWhatStandsTogether() {
        assertThat(ShellWords.split("-XX:OnOutOfMemoryError='kill -9 %p' a\"b c\"d\\ e"))
                .isEqualTo(List.of("-XX:OnOutOfMemoryError=kill -9 %p", "ab cd e"));
    }

    @Test
    void shouldTakeABackslashAsAShellDoes() {
        assertThat(ShellWords.split("'a\\b' \"a\\\"b\\\\c\\n\" a\\\"b \\\\"))
                .isEqualTo(List.of("a\\b", "a\"b\\c\\n", "a\"b", "\\"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a 'b, a single quote is not closed in: a 'b",
                "a \"b, a double quote is not closed in: a \"b",
                "a \"b\\\", a double quote is not closed in: a \"b\\\"",
                "a\\, nothing follows the backslash at the end of: a\\",
            })
    void shouldRefuseALineWithoutItsEnd(String line, String message) {
        assertThatThrownBy(() -> ShellWords.split(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
