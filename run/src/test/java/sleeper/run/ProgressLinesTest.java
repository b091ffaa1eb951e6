package sleeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import sleeper.sort.SortProgress.Phase;

class ProgressLinesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now = Duration.ofDays(1).toNanos();
    private final ProgressLines lines =
            new ProgressLines(new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> now);

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldTellTheBeginningAndTheEndOfEachPhaseWithItsOwnRate() {
        // When
        lines.progressed(Phase.READING, 0, 1_000);
        pass(500);
        lines.progressed(Phase.READING, 1_000, 1_000);
        pass(100);
        lines.progressed(Phase.WRITING, 0, 1_000);
        pass(250);
        lines.progressed(Phase.WRITING, 1_000, 1_000);
        // Then
        assertThat(printed()).isEqualToNormalizingNewlines("""
                phase=reading rows=0 of=1000
                phase=reading rows=1000 of=1000 rows_per_s=2000 done=100% left_s=0
                phase=writing rows=0 of=1000
                phase=writing rows=1000 of=1000 rows_per_s=4000 done=100% left_s=0
                """);
    }

    @Test
    void shouldTellNoMoreThanOneLineASecondBetweenThem() {
        // When
        lines.progressed(Phase.READING, 10, 1_000);
        for (int i = 2; i <= 10; i++) {
            pass(250);
            lines.progressed(Phase.READING, i * 10L, 1_000);
        }
        // Then
        assertThat(printed()).isEqualToNormalizingNewlines("""
                phase=reading rows=10 of=1000
                phase=reading rows=50 of=1000 rows_per_s=50 done=5% left_s=19
                phase=reading rows=90 of=1000 rows_per_s=45 done=9% left_s=21
                """);
    }
}
