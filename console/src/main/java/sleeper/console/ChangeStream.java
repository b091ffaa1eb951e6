package sleeper.console;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.api.ApiReply;
import sleeper.statestore.util.Sha256;
import sleeper.stepfunctions.http.Pieces;

/**
 * What a reading address of the API says, each time that it says something else, as server-sent events (HTML standard, "Server-sent
 * events"). Of the time that passes, looking takes a twentieth, so that a page which is left open costs little; but the next look comes
 * after 10 s at the latest, or after the least time between two looks where that is longer.
 */
final class ChangeStream implements Pieces {
    private static final int SHARE_OF_TIME = 20;
    /** A look may have waited rather than worked, as one at queues does, and what a page shows must not be minutes old. */
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();
    /** After which the endpoint may look whether the reader is still there. */
    private static final long LONGEST_SLEEP_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Optional<byte[]> NOTHING_YET = Optional.of(new byte[0]);

    private final Supplier<ApiReply> look;
    private final Duration lookEvery;
    private final Duration aliveEvery;
    private final PassingTime time;
    private String last;
    private long sentNanos;
    private long lookNanos;

    /**
     * @param look       asks the address
     * @param lookEvery  the least time from one look to the next
     * @param aliveEvery after how long without a change a comment is sent, so that nothing between here and the reader takes the stream for
     *                   dead; between two looks, too, where looking takes long
     * @param last       hash of what the reader has; empty if nothing
     */
    ChangeStream(Supplier<ApiReply> look, Duration lookEvery, Duration aliveEvery, PassingTime time, String last) {
        this.look = look;
        this.lookEvery = lookEvery;
        this.aliveEvery = aliveEvery;
        this.time = time;
        this.last = last;
        sentNanos = time.nanos();
        lookNanos = sentNanos;
    }

    /** One look, or a part of the time until the next one; nothing yet if that brings nothing to send. */
    @Override
    public Optional<byte[]> next() throws InterruptedException {
        long now = time.nanos();
        if (now < lookNanos) {
            long aliveIn = sentNanos + aliveEvery.toNanos() - now;
            time.sleep(Math.min(Math.min(lookNanos - now, LONGEST_SLEEP_NANOS), aliveIn));
            return time.nanos() < lookNanos ? aliveIfDue() : look();
        }
        return look();
    }

    private Optional<byte[]> look() {
        long began = time.nanos();
        ApiReply reply = look.get();
        String json = reply.body().toString();
        String hash = Sha256.hex(json.getBytes(StandardCharsets.UTF_8));
        long now = time.nanos();
        long pause = Math.min(SHARE_OF_TIME * (now - began), LONGEST_PAUSE_NANOS);
        lookNanos = now + Math.max(lookEvery.toNanos(), pause);
        if (hash.equals(last)) {
            return aliveIfDue();
        }
        last = hash;
        sentNanos = now;
        return text("id: " + hash + "\nevent: " + (reply.isOk() ? "value" : "error") + "\ndata: " + json + "\n\n");
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

    @Override
    public void close() {
        // Nothing is held between two looks.
    }
}
