package sleeper.statestore;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import sleeper.statestore.util.Surroundings;

/** Surroundings in which waiting takes no time and ids count up. */
public final class TestSurroundings {
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private TestSurroundings() {}

    public static Surroundings create() {
        return create(InstantSource.fixed(NOW));
    }

    public static Surroundings create(InstantSource clock) {
        AtomicLong ids = new AtomicLong();
        return new Surroundings(clock, () -> "id" + ids.incrementAndGet(), new Random(1), time -> {});
    }
}
