package sleeper.stepfunctions.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class VirtualEventLoopTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VirtualEventLoop loop = new VirtualEventLoop(START);
    private final List<String> seen = new ArrayList<>();

    private Runnable note(String what) {
        return () -> seen.add(what + "@" + (loop.clock().instant().getEpochSecond() - START.getEpochSecond()));
    }

    @Test
    void shouldJumpFromTimerToTimerInOrder() {
        loop.schedule(START.plusSeconds(5), note("late"));
        loop.schedule(START.plusSeconds(2), note("first"));
        loop.schedule(START.plusSeconds(2), note("second"));
        loop.execute(note("now"));

        loop.advanceTo(START.plusSeconds(9));

        assertThat(seen).containsExactly("now@0", "first@2", "second@2", "late@5");
        assertThat(loop.clock().instant()).isEqualTo(START.plusSeconds(9));
    }

    @Test
    void shouldNotMoveTimeUnlessSomebodyWaits() {
        loop.schedule(START.plusSeconds(5), note("late"));

        loop.runUntilIdle();
        assertThat(loop.call(() -> loop.clock().instant())).isEqualTo(START);
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldStandStillWhileWorkGoesOn() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        EventLoop.Work work = loop.beginWork();
        loop.schedule(START.plusSeconds(5), () -> done.complete(null));
        Thread worker = new Thread(() -> {
            loop.execute(note("worked"));
            work.end();
            work.end();
        });
        worker.start();

        loop.await(done);

        assertThat(seen).containsExactly("worked@0");
        assertThat(loop.clock().instant()).isEqualTo(START.plusSeconds(5));
    }

    @Test
    void shouldRunWhatWorkOutsideCallsWhileAnotherThreadWaitsForThatWork() {
        CompletableFuture<String> done = new CompletableFuture<>();
        EventLoop.Work work = loop.beginWork();
        Thread worker = new Thread(() -> {
            String answer = loop.call(() -> "called@" + START.until(loop.clock().instant(), ChronoUnit.SECONDS));
            loop.execute(() -> done.complete(answer));
            work.end();
        });
        loop.execute(worker::start);

        assertThat(loop.await(done)).isEqualTo("called@0");
    }

    @Test
    void shouldNotRunACancelledTimer() {
        loop.schedule(START.plusSeconds(1), note("cancelled")).cancel();
        loop.advanceTo(START.plusSeconds(2));
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldSayThatNothingIsLeftToHappen() {
        assertThatThrownBy(() -> loop.await(new CompletableFuture<>()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Nothing is left to happen");
    }

    @Test
    void shouldThrowWhatACalledActionThrows() {
        assertThatThrownBy(() -> loop.call(() -> {
                    throw new IllegalArgumentException("as the test wants it");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("as the test wants it");
    }
}
