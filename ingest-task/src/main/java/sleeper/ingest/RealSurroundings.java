package sleeper.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import sleeper.statestore.util.BackgroundThread;
import sleeper.statestore.util.Surroundings;

/** The real clock, ids, randomness and sleep, for whoever opens an instance. */
public final class RealSurroundings {
    /** How long the end of the process waits for a snapshot that is being written; without it one is written later. */
    private static final Duration END_WAITS = Duration.ofSeconds(20);

    /** One for the process, whatever it opens. */
    private static final BackgroundThread LATER = new BackgroundThread("sleeper-later", END_WAITS);

    private RealSurroundings() {}

    public static Surroundings get() {
        return new Surroundings(
                InstantSource.system(),
                () -> UUID.randomUUID().toString().replace("-", ""),
                new SplittableRandom(),
                time -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(time.toMillis());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                LATER);
    }
}
