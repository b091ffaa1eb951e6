package sleeper.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "\u00e9\u4e16", "\ud83d\ude00", "a\udbff\udfff\ud800\udc00b", "\ufffd\uffff", "\\ud800"
            })
    void shouldLeaveTextAloneThatEveryStoreHolds(String text) {
        assertThat(UnicodeText.isStorable(text)).isTrue();
        assertThat(UnicodeText.shown(text)).isSameAs(text);
    }

    @Test
    void shouldShowWhatNoStoreHoldsAsAnEscape() {
        assertThat(UnicodeText.shown("\ud800")).isEqualTo("\\ud800");
        assertThat(UnicodeText.shown("\udc00\ud800")).isEqualTo("\\udc00\\ud800");
        assertThat(UnicodeText.shown("a\u0000b")).isEqualTo("a\\u0000b");
        assertThat(UnicodeText.shown("\ud800\ud83d\ude00\udfff")).isEqualTo("\\ud800\ud83d\ude00\\udfff");
    }

    @Test
    void shouldCutBetweenCharacters() {
        String text = "a\ud83d\ude00b";

        assertThat(UnicodeText.cut(text, 0)).isEmpty();
        assertThat(UnicodeText.cut(text, 1)).isEqualTo("a");
        assertThat(UnicodeText.cut(text, 2)).isEqualTo("a");
        assertThat(UnicodeText.cut(text, 3)).isEqualTo("a\ud83d\ude00");
        assertThat(UnicodeText.cut(text, 4)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udfff", "x\udbff", "\ud83dx\ude00", "\u0000", "a\u0000"})
    void shouldTellWhatNoStoreHolds(String text) {
        assertThat(UnicodeText.isStorable(text)).isFalse();
    }
}
