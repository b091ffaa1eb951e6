package sleeper.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8OrderTest {
    private static final String[] CHARACTERS = {
        "a",
        "b",
        "/",
        "\u007F",
        "\u0080",
        "\u07FF",
        "\u0800",
        "\uD7FF",
        "\uE000",
        "\uFFFD",
        "\uFFFF",
        "\uD800\uDC00",
        "\uDBFF\uDFFF"
    };

    @Test
    void shouldPutWhatLiesBeyondTheFirstPlaneLast() {
        assertThat(Utf8Order.compare("\uFFFD", "\uD800\uDC00")).isNegative();
        assertThat(Utf8Order.compare("\uD800\uDC00", "\uFFFD")).isPositive();
        assertThat("\uFFFD".compareTo("\uD800\uDC00")).isPositive();
    }

    @Test
    void shouldTellHalvesOfCharactersApart() {
        assertThat(Utf8Order.compare("\uD800", "\uD801")).isNegative();
        assertThat(Utf8Order.compare("\uD801", "\uD800")).isPositive();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldOrderAsTheBytesDo(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String a = text(random);
            String b = text(random);
            assertThat(Integer.signum(Utf8Order.compare(a, b)))
                    .as("'%s' and '%s'", a, b)
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(
                            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(4); length > 0; length--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }
}
