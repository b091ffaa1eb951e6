package sleeper.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnNamesTest {
    @Test
    void shouldPartNamesByCommasAndTakeAnOptionMoreThanOnce() {
        assertThat(ColumnNames.parse(List.of("a,b c", "d"))).contains(List.of("a", "b c", "d"));
        assertThat(ColumnNames.parse(List.of())).contains(List.of());
    }

    @Test
    void shouldTakeWhatIsQuotedAsOneName() {
        assertThat(ColumnNames.parse(List.of("\"a,b\",c,\"say \"\"x\"\"\"")))
                .contains(List.of("a,b", "c", "say \"x\""));
        assertThat(ColumnNames.parse(List.of("5\" disk,b"))).contains(List.of("5\" disk", "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "a,", ",a", "a,,b", "\"a", "\"a\"b", "\"\"", " ", "a, "})
    void shouldNotTakeAListThatLacksAName(String text) {
        assertThat(ColumnNames.parse(List.of(text))).isEmpty();
    }
}
