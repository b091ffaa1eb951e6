package sleeper.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteVersionTest {
    @ParameterizedTest
    @CsvSource({"0.1.0, 0.1.0, 0", "0.1, 0.1.0, 0", "0.1.0, 0.2, -1", "0.10.0, 0.9.9, 1", "1, 0.9.9, 1"})
    void shouldOrderVersionsByTheirNumbers(String one, String other, int order) {
        SuiteVersion version = SuiteVersion.parse(one).orElseThrow();

        assertThat(Integer.signum(version.compareTo(SuiteVersion.parse(other).orElseThrow())))
                .isEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "1.", "1.2.3.4.5", "-1", "0.1.0-SNAPSHOT", "9999999"})
    void shouldTakeNoOtherTextForAVersion(String text) {
        assertThat(SuiteVersion.parse(text)).isEmpty();
    }

    @Test
    void shouldKnowItsOwn() {
        assertThat(SuiteVersion.parse(SuiteVersion.CURRENT)).isPresent();
    }
}
