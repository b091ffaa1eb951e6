package sleeper.lambda.lives;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Virtual time, chance, and what is to happen when. One thread runs it all: a call of a port may let others go on first, which is
 * what a stall of the caller looks like to the platform.
 */
final class LifeClock implements InstantSource {
    private static final int DEEPEST = 3;
    private static final int LONGEST_STALL_SECONDS = 120;
    private static final int THOUSAND = 1_000;

    private record Event(long at, long number, Runnable action) {}

    private final SplittableRandom random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final int switching;
    private long nowSeconds = 1_800_000_000L;
    private long lastNumber;
    private int depth;

    LifeClock(SplittableRandom random) {
        this.random = random;
        this.switching = random.nextInt(4) * 60;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(nowSeconds);
    }

    /** @return seconds since 1970 */
    long now() {
        return nowSeconds;
    }

    void after(long seconds, Runnable action) {
        events.add(new Event(nowSeconds + Math.max(0, seconds), ++lastNumber, action));
    }

    /** Lets the next thing happen. @return false if there is none */
    boolean next() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        nowSeconds = Math.max(nowSeconds, event.at());
        event.action().run();
        return true;
    }

    /** A caller stalls: others may go on. */
    void stall() {
        if (depth < DEEPEST
                && chance(switching)
                && !events.isEmpty()
                && events.peek().at() <= nowSeconds + LONGEST_STALL_SECONDS) {
            depth++;
            try {
                boolean unused = next();
            } finally {
                depth--;
            }
        }
    }

    boolean chance(int thousandths) {
        return thousandths > 0 && random.nextInt(THOUSAND) < thousandths;
    }

    /** @return a number of at least the one and at most the other */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }
}
