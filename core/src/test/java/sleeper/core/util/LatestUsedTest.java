package sleeper.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatestUsedTest {
    @Test
    void shouldForgetTheEntryThatWasUsedLongestAgo() {
        // Given
        LatestUsed<String, Integer> latest = new LatestUsed<>(2);
        latest.put("a", 1);
        latest.put("b", 2);
        assertThat(latest.get("a")).isEqualTo(1);
        // When
        latest.put("c", 3);
        // Then
        assertThat(latest).containsOnlyKeys("a", "c");
    }
}
