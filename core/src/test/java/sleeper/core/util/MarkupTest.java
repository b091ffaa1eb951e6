package sleeper.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupTest {
    @Test
    void shouldEscapeWhatBeginsOrEndsMarkup() {
        assertThat(Markup.escaped("<a b='c' d=\"e\">f & g</a>"))
                .isEqualTo("&lt;a b='c' d=&quot;e&quot;&gt;f &amp; g&lt;/a&gt;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\n\tlines\r", "café €", "a pair \uD83D\uDE00", "\u202Eabc", "&amp"})
    void shouldLeaveOtherTextAsItIs(String text) {
        assertThat(Markup.escaped(text)).isEqualTo(text.replace("&", "&amp;"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x1B, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF})
    void shouldAskForWhatCannotBeWritten(int character) {
        assertThat(Markup.escaped("a" + (char) character + "b")).isEqualTo("a?b");
    }
}
