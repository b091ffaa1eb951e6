package sleeper.cli.frame;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import sleeper.statestore.util.Surroundings;

/** What the stores take from the world, taken from the real one. */
public final class RealSurroundings {
    private RealSurroundings() {}

    public static Surroundings with(InstantSource clock) {
        return new Surroundings(clock, RealSurroundings::newId, new Random(), RealSurroundings::pause);
    }

    private static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
