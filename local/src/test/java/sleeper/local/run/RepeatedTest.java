package sleeper.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.time.VirtualEventLoop;

class RepeatedTest {
    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private final List<Instant> done = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    @Test
    void shouldDoItAtOnceAndThenAgainAfterEachInterval() {
        try (VirtualEventLoop loop = new VirtualEventLoop(START)) {
            // When
            repeated(loop, () -> done.add(loop.clock().instant())).start();
            loop.advanceTo(START.plusSeconds(25));
        }
        // Then
        assertThat(done).containsExactly(START, START.plusSeconds(10), START.plusSeconds(20));
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldGoOnAfterAFailureAndTellOfEach() {
        try (VirtualEventLoop loop = new VirtualEventLoop(START)) {
            // When
            repeated(loop, () -> {
                        throw new IllegalStateException("at " + loop.clock().instant());
                    })
                    .start();
            loop.advanceTo(START.plusSeconds(15));
        }
        // Then
        assertThat(failures).hasSize(2);
        assertThat(failures.get(0)).endsWith("at " + START);
        assertThat(failures.get(1)).endsWith("at " + START.plusSeconds(10));
    }

    private Repeated repeated(VirtualEventLoop loop, Runnable work) {
        return new Repeated(
                loop, Duration.ofSeconds(10), Runnable::run, work, failure -> failures.add(failure.getMessage()));
    }
}
