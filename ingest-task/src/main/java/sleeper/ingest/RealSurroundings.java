package sleeper.ingest;

import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import sleeper.statestore.util.Surroundings;

/** The real clock, ids, randomness and sleep, for whoever opens an instance. */
public final class RealSurroundings {
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
                });
    }
}
