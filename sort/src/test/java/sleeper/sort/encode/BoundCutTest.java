package sleeper.sort.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundCutTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "~", "\u007f", "é", "ж", "漢", "\ud7ff", "\uffff", "\ud83d\ude00", "ÿa", "a漢", "ab漢"})
    void shouldBoundLongTextByShortTextThatIsStillText(String part) throws CharacterCodingException {
        // Given
        byte[] text = part.repeat(100).getBytes(UTF_8);
        // When
        byte[] lower = BoundCut.lower(text);
        byte[] upper = BoundCut.upper(text);
        // Then
        assertThat(Arrays.compareUnsigned(lower, text)).isLessThanOrEqualTo(0);
        assertThat(Arrays.compareUnsigned(upper, text)).isGreaterThanOrEqualTo(0);
        assertThat(lower.length).isLessThanOrEqualTo(BoundCut.MAX_BYTES);
        assertThat(UTF_8.newDecoder().decode(ByteBuffer.wrap(lower)).length()).isPositive();
        assertThat(UTF_8.newDecoder().decode(ByteBuffer.wrap(upper)).length()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "ж", "漢", "\ud83d\ude00"})
    void shouldNotKeepLongTextWholeInWhateverAlphabet(String character) {
        // When
        byte[] upper = BoundCut.upper(character.repeat(10_000).getBytes(UTF_8));
        // Then
        assertThat(upper.length).isLessThanOrEqualTo(BoundCut.MAX_BYTES);
    }

    @Test
    void shouldKeepWhatIsShort() {
        // Given
        byte[] value = "x".repeat(64).getBytes(UTF_8);
        // When / Then
        assertThat(BoundCut.lower(value)).isEqualTo(value);
        assertThat(BoundCut.upper(value)).isEqualTo(value);
    }
}
