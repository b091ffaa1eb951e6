package sleeper.api.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How many messages wait, as of a second ago at the most: pages look ten times a second, and each queue costs a request, on AWS and here.
 * Safe for use by many threads, which may look at once.
 */
public final class RecentMessages {
    /** What people see late at the most. */
    static final Duration LASTS = Duration.ofSeconds(1);

    private final Supplier<WaitingMessages> look;
    private final InstantSource clock;
    private volatile Optional<Seen> last = Optional.empty();

    /** @param at before it was looked */
    private record Seen(WaitingMessages messages, Instant at) {
        /** A clock that was put back makes it old, too. */
        private boolean isRecent(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(LASTS));
        }
    }

    /** @param look asks the queues */
    public RecentMessages(Supplier<WaitingMessages> look, InstantSource clock) {
        this.look = look;
        this.clock = clock;
    }

    public WaitingMessages get() {
        Instant now = clock.instant();
        Seen seen = last.filter(before -> before.isRecent(now)).orElseGet(() -> new Seen(look.get(), now));
        last = Optional.of(seen);
        return seen.messages();
    }
}
