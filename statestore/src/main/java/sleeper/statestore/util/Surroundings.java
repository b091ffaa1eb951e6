package sleeper.statestore.util;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import sleeper.core.util.Require;

/**
 * What a store takes from the world around it, so that tests and the simulator can give it another. Safe for use by many
 * threads if its parts are.
 *
 * @param clock  the time; decides nothing but waits, ages and what people are shown
 * @param ids    gives a new id each time, 1 to 40 letters and digits, unique in the world
 * @param random for spreading retries
 * @param pause  how to wait
 * @param later  runs what nobody waits for, once whoever asked has the answer; what it is given and never runs is no loss
 */
public record Surroundings(
        InstantSource clock, Supplier<String> ids, RandomGenerator random, Pause pause, Executor later) {
    public Surroundings {
        Require.notNull("clock", clock);
        Require.notNull("ids", ids);
        Require.notNull("random", random);
        Require.notNull("pause", pause);
        Require.notNull("later", later);
    }

    /** Surroundings in which what nobody waits for is done at once, on the caller's thread. */
    public Surroundings(InstantSource clock, Supplier<String> ids, RandomGenerator random, Pause pause) {
        this(clock, ids, random, pause, Runnable::run);
    }

    /** @return these surroundings, where what nobody waits for is left to another */
    public Surroundings withLater(Executor other) {
        return new Surroundings(clock, ids, random, pause, other);
    }

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        /** Waits for the time given. An interrupt ends the wait early and stays set on the thread. */
        void sleep(Duration time);
    }

    /** Waits a random time below {@code least * 2^tries}, at most {@code most}: writers that met once spread out. */
    public void backOff(int tries, Duration least, Duration most) {
        long cap = Math.min(most.toMillis(), least.toMillis() << Math.min(tries, 20));
        pause.sleep(Duration.ofMillis(1 + random.nextLong(Math.max(cap, 1))));
    }
}
