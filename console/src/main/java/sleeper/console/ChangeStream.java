package sleeper.console;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import sleeper.api.ApiReply;
import sleeper.statestore.util.Sha256;
import sleeper.stepfunctions.http.Pieces;

/**
 * What a reading address of the API says, each time that it says something else, as server-sent events (HTML standard, "Server-sent
 * events"). Of the time that passes, looking takes a thirtieth, so that a page which is left open costs little; what was not used of it is
 * saved, up to a bound, for the moments when much happens. But the next look comes after a minute at the latest, or after the least time
 * between two looks where that is longer. A look is made beside the stream, which says meanwhile that it is alive; there is one at a time.
 */
final class ChangeStream implements Pieces {
    private static final int SHARE_OF_TIME = 30;
    /** Of looks that take as long as one does while a job begins on a busy machine, so many that they cover the states that pass at once. */
    private static final long MOST_SAVED_NANOS = Duration.ofMillis(300).toNanos();
    /** A look may have waited rather than worked, as one at queues does, and what a page shows must not be minutes old. */
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    /** After which the endpoint may look whether the reader is still there. */
    private static final long LONGEST_SLEEP_NANOS = Duration.ofSeconds(1).toNanos();
    /** A look that goes on holds its stream, so that there are no more looks than there may be streams; but not for ever. */
    private static final long LONGEST_END_NANOS = Duration.ofMinutes(1).toNanos();

    private static final Optional<byte[]> NOTHING_YET = Optional.of(new byte[0]);

    private final Function<BooleanSupplier, ApiReply> look;
    private final Executor looks;
    private final Duration lookEvery;
    private final Duration aliveEvery;
    private final PassingTime time;
    private String last;
    private long sentNanos;
    private long lookNanos;
    /** Time that looks may take at once; below zero where they took more than their share. As of {@link #savedAtNanos}. */
    private long savedNanos = MOST_SAVED_NANOS;

    private long savedAtNanos;
    private Optional<FutureTask<Seen>> looking = Optional.empty();
    private volatile boolean hasReader = true;

    /**
     * What a look brought.
     *
     * @param endedNanos when it ended
     * @param tookNanos  how long it took
     */
    private record Seen(String json, String hash, boolean isOk, long endedNanos, long tookNanos) {}

    /**
     * @param look       asks the address, given whether the answer is still awaited
     * @param looks      makes each look at once, on another thread
     * @param lookEvery  the least time from one look to the next
     * @param aliveEvery after how long without a change a comment is sent, so that nothing between here and the reader takes the stream for
     *                   dead; between two looks and during one, too, where looking takes long
     * @param last       hash of what the reader has; empty if nothing
     */
    ChangeStream(
            Function<BooleanSupplier, ApiReply> look,
            Executor looks,
            Duration lookEvery,
            Duration aliveEvery,
            PassingTime time,
            String last) {
        this.look = look;
        this.looks = looks;
        this.lookEvery = lookEvery;
        this.aliveEvery = aliveEvery;
        this.time = time;
        this.last = last;
        sentNanos = time.nanos();
        lookNanos = sentNanos;
        savedAtNanos = sentNanos;
    }

    /** A part of the time until the next look, or of that which a look takes; nothing yet if that brings nothing to send. */
    @Override
    public Optional<byte[]> next() throws InterruptedException {
        if (looking.isEmpty()) {
            long pause = lookNanos - time.nanos();
            if (pause > 0) {
                time.sleep(Math.min(pause, untilAlive()));
            }
            if (time.nanos() < lookNanos) {
                return aliveIfDue();
            }
            looking = Optional.of(new FutureTask<>(this::see));
            looks.execute(looking.get());
        }
        time.await(looking.get(), untilAlive());
        return looking.get().isDone() ? news(result(looking.get())) : aliveIfDue();
    }

    /** @return how long it may wait before it has something to say, or the endpoint wants to look for the reader */
    private long untilAlive() {
        return Math.min(LONGEST_SLEEP_NANOS, sentNanos + aliveEvery.toNanos() - time.nanos());
    }

    private Seen see() {
        long began = time.nanos();
        ApiReply reply = look.apply(() -> hasReader);
        String json = reply.body().toString();
        String hash = Sha256.hex(json.getBytes(StandardCharsets.UTF_8));
        long ended = time.nanos();
        return new Seen(json, hash, reply.isOk(), ended, ended - began);
    }

    private static Seen result(FutureTask<Seen> ended) throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a look failed", e.getCause());
        }
    }

    private Optional<byte[]> news(Seen seen) {
        looking = Optional.empty();
        lookNanos = seen.endedNanos() + Math.max(lookEvery.toNanos(), owed(seen));
        if (seen.hash().equals(last)) {
            return aliveIfDue();
        }
        last = seen.hash();
        sentNanos = time.nanos();
        return text("id: " + seen.hash() + "\nevent: " + (seen.isOk() ? "value" : "error") + "\ndata: " + seen.json()
                + "\n\n");
    }

    /** @return how long no look may be made after one, so that looks keep to their share */
    private long owed(Seen seen) {
        long saved = Math.min(MOST_SAVED_NANOS, savedNanos + (seen.endedNanos() - savedAtNanos) / SHARE_OF_TIME);
        savedNanos = Math.max(saved - seen.tookNanos(), -LONGEST_PAUSE_NANOS / SHARE_OF_TIME);
        savedAtNanos = seen.endedNanos();
        return Math.max(0, -savedNanos * SHARE_OF_TIME);
    }

    private Optional<byte[]> aliveIfDue() {
        long now = time.nanos();
        if (now - sentNanos < aliveEvery.toNanos()) {
            return NOTHING_YET;
        }
        sentNanos = now;
        return text(": alive\n\n");
    }

    private static Optional<byte[]> text(String event) {
        return Optional.of(event.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for the look that is being made, which may find out that nobody does any more. */
    @Override
    public void close() {
        hasReader = false;
        try {
            if (looking.isPresent()) {
                time.await(looking.get(), LONGEST_END_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
