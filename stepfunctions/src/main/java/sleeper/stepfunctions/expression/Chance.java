package sleeper.stepfunctions.expression;

import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Where randomness comes from, so that a test can fix it.
 *
 * @param random numbers for {@code States.MathRandom} and for the jitter of retries
 * @param uuids  ids for {@code States.UUID} and for executions started without a name
 */
public record Chance(RandomGenerator random, Supplier<UUID> uuids) {
    /** Numbers and ids that are the same in each run with this seed. */
    public static Chance seeded(long seed) {
        Random random = new Random(seed);
        return new Chance(random, () -> {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            return UUID.nameUUIDFromBytes(bytes);
        });
    }

    /** Numbers and ids that cannot be foreseen. */
    public static Chance unforeseeable() {
        return new Chance(new SecureRandom(), UUID::randomUUID);
    }
}
