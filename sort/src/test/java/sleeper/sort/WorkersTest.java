package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sleeper.core.error.CancelledException;
import sleeper.core.error.ErrorCode;

class WorkersTest {
    private final List<Thread> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void forgetTheInterrupt() {
        Thread.interrupted();
    }

    @Test
    void shouldWorkOnTheCallersThreadIfOneIsAllowed() throws Exception {
        // When
        new Workers(1).run(() -> seen.add(Thread.currentThread()));
        // Then
        assertThat(seen).containsExactly(Thread.currentThread());
    }

    @Test
    void shouldEndAfterAllItsThreads() throws Exception {
        // When
        new Workers(3).run(() -> seen.add(Thread.currentThread()));
        // Then
        assertThat(seen).hasSize(3).doesNotHaveDuplicates().noneMatch(Thread::isAlive);
    }

    @Test
    void shouldEndAllItsThreadsBeforeAnInterruptEndsTheRun() {
        // Given work that goes on until it is asked to stop, and a caller that is interrupted when all are at it
        Thread caller = Thread.currentThread();
        CountDownLatch atWork = new CountDownLatch(3);
        Workers workers = new Workers(3);
        // When / Then
        assertThatThrownBy(() -> workers.run(() -> {
                    seen.add(Thread.currentThread());
                    atWork.countDown();
                    atWork.await();
                    caller.interrupt();
                    goOnUntilStopped(workers);
                }))
                .isInstanceOfSatisfying(
                        CancelledException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(seen).hasSize(3).noneMatch(Thread::isAlive);
        assertThat(caller.isInterrupted()).isTrue();
    }

    @Test
    void shouldStopAtAnInterruptOnTheCallersThread() {
        // Given
        Workers workers = new Workers(1);
        // When / Then
        assertThatThrownBy(() -> workers.run(() -> {
                    Thread.currentThread().interrupt();
                    goOnUntilStopped(workers);
                }))
                .isInstanceOf(CancelledException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void shouldBeginNothingIfTheCallerIsInterruptedAlready() {
        // Given
        Thread.currentThread().interrupt();
        // When / Then
        assertThatThrownBy(() -> new Workers(1).run(() -> seen.add(Thread.currentThread())))
                .isInstanceOf(CancelledException.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldTellTheFailureThatCameBeforeTheInterrupt() {
        // Given
        Thread caller = Thread.currentThread();
        Workers workers = new Workers(2);
        // When / Then
        assertThatThrownBy(() -> workers.run(() -> {
                    seen.add(Thread.currentThread());
                    if (seen.get(0) == Thread.currentThread()) {
                        throw new IllegalArgumentException("first");
                    }
                    try {
                        goOnUntilStopped(workers);
                    } finally {
                        caller.interrupt();
                    }
                }))
                .hasMessage("first");
        assertThat(seen).noneMatch(Thread::isAlive);
    }

    private static void goOnUntilStopped(Workers workers) {
        while (true) {
            workers.check();
            Thread.onSpinWait();
        }
    }
}
