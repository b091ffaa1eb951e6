package sleeper.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetteringTest {
    private final Lettering unicode = new Lettering(new Paper(80, 40, true));
    private final Lettering ascii = new Lettering(new Paper(80, 40, false));

    @Test
    void shouldCountColumnsAsATerminalDoes() {
        assertThat(Lettering.width("abc")).isEqualTo(3);
        assertThat(Lettering.width("漢字")).isEqualTo(4);
        assertThat(Lettering.width("e\u0301")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"漢字漢字, 5, 漢字…", "漢字漢字, 4, 漢…", "abc, 3, abc", "abcd, 3, ab…", "abcd, 1, …"})
    void shouldCutNoCharacterInTwo(String text, int columns, String cut) {
        assertThat(unicode.cut(text, columns)).isEqualTo(cut);
    }

    @Test
    void shouldCutNoEscapeInTwo() {
        assertThat(unicode.quoted("abc\u202Edef", 12)).isEqualTo("\"abc…def\"");
        assertThat(unicode.quoted("abc\u202Edef", 20)).isEqualTo("\"abc\\u202edef\"");
        assertThat(ascii.quoted("größe\n\uD83D\uDE00", 80)).isEqualTo("\"gr\\u00f6\\u00dfe\\n\\ud83d\\ude00\"");
        assertThat(unicode.quoted("\uD800x", 80)).isEqualTo("\"\\ud800x\"");
    }

    @Test
    void shouldMakeOneHarmlessLineOfAText() {
        assertThat(unicode.plain("a\nb\u001Bc\u202Ed")).isEqualTo("a b c d");
        assertThat(ascii.plain("größe")).isEqualTo("gr\\u00f6\\u00dfe");
    }

    @Test
    void shouldWrapWordsAndCutWhatIsTooMuch() {
        assertThat(unicode.wrapped("one two three four", 9, 4)).containsExactly("one two", "three", "four");
        assertThat(unicode.wrapped("one two three four", 9, 2)).containsExactly("one two", "three fo…");
        assertThat(unicode.wrapped("incomprehensible", 9, 2)).containsExactly("incompre…");
        assertThat(unicode.wrapped("", 9, 2)).containsExactly("");
    }
}
