package sleeper.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    private static final int ROUNDS = 20_000;
    private static final int LONGEST = 8;

    @ParameterizedTest
    @CsvSource({
        "*,            '',           true",
        "*,            a.b,          true",
        "?,            '',           false",
        "?,            \uD83D\uDE00, true",
        "??,           \uD83D\uDE00, false",
        "2026-11-*,    2026-11-,     true",
        "2026-11-*,    2026-11-3,    true",
        "2026-11-*,    2026-12-1,    false",
        "*.parquet,    a.parquet.gz, false",
        "a*b*c,        a-b-b-c,      true",
        "a*b*c,        a-b-b-c-,     false",
        "a[*]c,        a*c,          true",
        "a[*]c,        abc,          false",
        "[?],          x,            false",
        "[[]1],        [1],          true",
        "{a},          a,            false",
        "A*,           ab,           false"
    })
    void shouldMatchWholeNames(String pattern, String name, boolean matches) {
        assertThat(NamePattern.parse(pattern).orElseThrow().matches(name)).isEqualTo(matches);
    }

    @Test
    void shouldMatchAsTheDefinitionDoes() {
        Random random = new Random(26);
        int matched = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String pattern = text(random, "ab*?").replaceAll("\\*+", "*");
            String name = text(random, "ab");
            boolean expected = matches(pattern, name);
            assertThat(new NamePattern(pattern).matches(name))
                    .as("'%s' and '%s' (round %d)", pattern, name, round)
                    .isEqualTo(expected);
            matched += expected ? 1 : 0;
        }
        assertThat(matched).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(LONGEST); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static boolean matches(String pattern, String name) {
        if (pattern.isEmpty()) {
            return name.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            return matches(pattern.substring(1), name) || (!name.isEmpty() && matches(pattern, name.substring(1)));
        }
        return !name.isEmpty()
                && (pattern.charAt(0) == '?' || pattern.charAt(0) == name.charAt(0))
                && matches(pattern.substring(1), name.substring(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "a[", "[a]", "[*", "[]", "[**]", "a**", "**"})
    void shouldReadNoBracketThatEscapesNothingAndNoTwoStars(String text) {
        assertThat(NamePattern.parse(text)).isEmpty();
        assertThatThrownBy(() -> new NamePattern(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
