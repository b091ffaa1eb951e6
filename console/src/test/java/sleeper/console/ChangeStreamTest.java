package sleeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.api.ApiReply;
import sleeper.core.json.StoredJson;
import sleeper.statestore.util.Sha256;

class ChangeStreamTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final Deque<ApiReply> replies = new ArrayDeque<>();
    private final TimeThatIsSlept time = new TimeThatIsSlept();

    /** Passes by being slept through, and by what is said to take time. */
    private static final class TimeThatIsSlept implements PassingTime {
        private long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void sleep(long sleepNanos) {
            pass(Duration.ofNanos(sleepNanos));
        }

        @Override
        public void await(Future<?> work, long nanosAtMost) {
            if (!work.isDone()) {
                sleep(nanosAtMost);
            }
        }

        void pass(Duration passed) {
            nanos += passed.toNanos();
        }
    }

    private void say(int status, String text) {
        replies.add(new ApiReply(status, StoredJson.object().put("text", text)));
    }

    private ChangeStream stream(Duration aliveEvery, String last) {
        return stream(replies::remove, Runnable::run, aliveEvery, last);
    }

    private ChangeStream stream(Supplier<ApiReply> look, Executor looks, Duration aliveEvery, String last) {
        return new ChangeStream(isAwaited -> look.get(), looks, Duration.ZERO, aliveEvery, time, last);
    }

    private static String text(Optional<byte[]> piece) {
        return new String(piece.orElseThrow(), StandardCharsets.UTF_8);
    }

    /** @return what was sent for each look */
    private List<String> looks(ChangeStream stream) throws InterruptedException {
        List<String> sent = new ArrayList<>();
        while (!replies.isEmpty()) {
            sent.add(text(stream.next()));
        }
        return sent;
    }

    private static String json(String text) {
        return "{\"text\":\"" + text + "\"}";
    }

    private static String hash(String text) {
        return Sha256.hex(json(text).getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String kind, String text) {
        return "id: " + hash(text) + "\nevent: " + kind + "\ndata: " + json(text) + "\n\n";
    }

    @Test
    void shouldSendTheFirstValueAtOnceAndThenOnlyOthers() throws InterruptedException {
        say(200, "a");
        say(200, "a");
        say(200, "b");
        say(200, "b");
        say(200, "a");

        assertThat(looks(stream(DAY, "")))
                .containsExactly(event("value", "a"), "", event("value", "b"), "", event("value", "a"));
    }

    @Test
    void shouldNotSendAValueThatTheReaderHas() throws InterruptedException {
        say(200, "a");
        say(200, "b");

        assertThat(looks(stream(DAY, hash("a")))).containsExactly("", event("value", "b"));
    }

    @Test
    void shouldTellAnErrorAndGoOn() throws InterruptedException {
        say(404, "gone");
        say(404, "gone");
        say(200, "back");

        assertThat(looks(stream(DAY, ""))).containsExactly(event("error", "gone"), "", event("value", "back"));
    }

    @Test
    void shouldSayThatItIsAliveWhereNothingChanges() throws InterruptedException {
        say(200, "a");
        say(200, "a");
        say(200, "a");

        assertThat(looks(stream(Duration.ZERO, ""))).containsExactly(event("value", "a"), ": alive\n\n", ": alive\n\n");
    }

    @Test
    void shouldKeepAValueWithLineBreaksInOneLine() throws InterruptedException {
        say(200, "a\nb\r\nc\u2028d");

        String event = looks(stream(DAY, "")).get(0);

        assertThat(event.split("\n", -1)).hasSize(5);
        assertThat(event).contains("data: {\"text\":\"a\\nb\\r\\nc\u2028d\"}\n\n");
    }

    @Test
    void shouldSayThatItIsAliveWhileItWaitsForTheNextLookAfterALongOne() throws InterruptedException {
        // Given looks that take longer than what is saved for them, so that it waits for 15 s after the first
        say(200, "a");
        say(200, "b");
        Duration look = Duration.ofMillis(800);
        Duration aliveEvery = Duration.ofSeconds(3);
        ChangeStream stream = stream(
                () -> {
                    time.pass(look);
                    return replies.remove();
                },
                Runnable::run,
                aliveEvery,
                "");
        // When
        List<String> sent = new ArrayList<>();
        long sentNanos = time.nanos();
        Duration silence = Duration.ZERO;
        while (sent.size() < 6) {
            String piece = text(stream.next());
            if (!piece.isEmpty()) {
                Duration since = Duration.ofNanos(time.nanos() - sentNanos);
                silence = since.compareTo(silence) > 0 ? since : silence;
                sentNanos = time.nanos();
                sent.add(piece);
            }
        }
        // Then
        assertThat(sent)
                .containsExactly(
                        event("value", "a"),
                        ": alive\n\n",
                        ": alive\n\n",
                        ": alive\n\n",
                        ": alive\n\n",
                        event("value", "b"));
        assertThat(silence).isLessThanOrEqualTo(aliveEvery.plus(look));
    }

    /** @return when each look began of a stream whose looks take a time each */
    private List<Duration> looksOf(Duration look, Duration lookEvery, int count) throws InterruptedException {
        List<Duration> begun = new ArrayList<>();
        ChangeStream stream = new ChangeStream(
                isAwaited -> {
                    begun.add(Duration.ofNanos(time.nanos()));
                    time.pass(look);
                    return new ApiReply(200, StoredJson.object());
                },
                Runnable::run,
                lookEvery,
                DAY,
                time,
                "");
        while (begun.size() < count) {
            var unused = stream.next();
        }
        return begun;
    }

    @ParameterizedTest
    @CsvSource({"PT0.01S", "PT0.1S", "PT0.5S", "PT1.9S"})
    void shouldTakeAThirtiethOfTheTimeForLooks(Duration look) throws InterruptedException {
        List<Duration> begun = looksOf(look, Duration.ZERO, 1000);

        Duration passed = begun.get(999).minus(begun.get(99));
        assertThat(passed.dividedBy(900)).isCloseTo(look.multipliedBy(30), Duration.ofMillis(1));
    }

    @Test
    void shouldLookAgainAfterAMinuteHoweverLongALookTakes() throws InterruptedException {
        List<Duration> begun = looksOf(Duration.ofSeconds(6), Duration.ZERO, 4);

        assertThat(begun.get(3).minus(begun.get(2))).isEqualTo(Duration.ofSeconds(66));
    }

    @Test
    void shouldLookAsOftenAsItMayWhileItHasTimeSaved() throws InterruptedException {
        List<Duration> begun = looksOf(Duration.ofMillis(20), Duration.ofMillis(100), 100);

        // 20 ms of each 120 ms, of which 4 ms come anew
        assertThat(begun.subList(0, 18))
                .isEqualTo(IntStream.range(0, 18)
                        .mapToObj(i -> Duration.ofMillis(120L * i))
                        .toList());
        assertThat(begun.get(99).minus(begun.get(98))).isCloseTo(Duration.ofMillis(600), Duration.ofMillis(1));
    }

    @Test
    void shouldLetTheEndpointLookForTheReaderWhileItWaits() throws InterruptedException {
        // Given
        say(200, "a");
        ChangeStream stream = new ChangeStream(isAwaited -> replies.remove(), Runnable::run, DAY, DAY, time, hash("a"));
        assertThat(stream.next().orElseThrow()).isEmpty();
        // When
        long before = time.nanos();
        assertThat(stream.next().orElseThrow()).isEmpty();
        // Then
        assertThat(Duration.ofNanos(time.nanos() - before)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldSayThatItIsAliveWhileALookIsMadeAndMakeNoOther() throws InterruptedException {
        // Given a look that does not come to its end
        say(200, "a");
        Deque<Runnable> begun = new ArrayDeque<>();
        ChangeStream stream = stream(replies::remove, begun::add, Duration.ofSeconds(3), "");
        // When a minute passes
        List<String> sent = new ArrayList<>();
        while (time.nanos() < Duration.ofMinutes(1).toNanos()) {
            sent.add(text(stream.next()));
        }
        // Then
        assertThat(sent).filteredOn(piece -> !piece.isEmpty()).hasSize(20).containsOnly(": alive\n\n");
        assertThat(begun).hasSize(1);
        // When it does
        begun.remove().run();
        // Then
        assertThat(text(stream.next())).isEqualTo(event("value", "a"));
    }

    @Test
    void shouldLetTheEndpointLookForTheReaderWhileALookIsMade() throws InterruptedException {
        // Given
        ChangeStream stream = stream(replies::remove, look -> {}, DAY, "");
        // When
        assertThat(stream.next().orElseThrow()).isEmpty();
        // Then
        assertThat(Duration.ofNanos(time.nanos())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldTellALookThatItsReaderHasGone() throws InterruptedException {
        // Given
        say(200, "a");
        List<Boolean> awaited = new ArrayList<>();
        Deque<Runnable> begun = new ArrayDeque<>();
        ChangeStream stream = new ChangeStream(
                isAwaited -> {
                    awaited.add(isAwaited.getAsBoolean());
                    return replies.remove();
                },
                begun::add,
                Duration.ZERO,
                DAY,
                time,
                "");
        assertThat(stream.next().orElseThrow()).isEmpty();
        // When
        stream.close();
        begun.remove().run();
        // Then
        assertThat(awaited).containsExactly(false);
    }

    @Test
    void shouldNotEndBeforeALookThatIsMadeButNotWaitForItForEver() throws InterruptedException {
        // Given
        ChangeStream stream = stream(replies::remove, look -> {}, DAY, "");
        assertThat(stream.next().orElseThrow()).isEmpty();
        long before = time.nanos();
        // When
        stream.close();
        // Then
        assertThat(Duration.ofNanos(time.nanos() - before)).isEqualTo(Duration.ofMinutes(1));
    }
}
