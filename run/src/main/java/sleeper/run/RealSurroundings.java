package sleeper.run;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import sleeper.statestore.util.Surroundings;

/**
 * The real clock, ids, randomness and sleep, for whoever opens an instance. Random numbers have no seed that a snapshot of the process
 * would keep: copies that run on from it would all wait alike (Lambda developer guide, "Handling uniqueness with Lambda SnapStart").
 */
public final class RealSurroundings {
    private RealSurroundings() {}

    public static Surroundings get() {
        return new Surroundings(
                InstantSource.system(),
                () -> UUID.randomUUID().toString().replace("-", ""),
                new SecureRandom(),
                time -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(time.toMillis());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }
}
