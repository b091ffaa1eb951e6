package sleeper.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void shouldShowNothingThatBreaksALineOrHidesText() {
        // Given line breaks, a terminal escape, a direction override, and Unicode's own line and paragraph separators
        Fault fault = Fault.of(ErrorCode.BAD_ID, "a\nb\rc", "d\u001b[31me\u202ef", "g\u2028h\u2029i");
        // When / Then
        assertThat(fault.where()).isEqualTo("a b c");
        assertThat(fault.found()).isEqualTo("d [31me f");
        assertThat(fault.allowed()).isEqualTo("g h i");
    }

    @Test
    void shouldCutWhatIsLong() {
        // When
        Fault fault = Fault.of(ErrorCode.BAD_ID, "id", "x".repeat(5_000), "");
        // Then
        assertThat(fault.found()).isEqualTo("x".repeat(Fault.MAX_PART_LENGTH) + "…");
    }
}
