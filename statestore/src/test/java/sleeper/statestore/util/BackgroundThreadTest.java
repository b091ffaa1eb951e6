package sleeper.statestore.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BackgroundThreadTest {
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<String> done = new CopyOnWriteArrayList<>();

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            done.add("abandoned");
        }
    }

    @Test
    void shouldLetItsCallerGoOnAndDoOneThingAfterAnotherUntilItIsClosed() {
        // Given work that waits until its caller has gone on
        try (BackgroundThread background = new BackgroundThread("test-later", Duration.ofMinutes(1))) {
            background.execute(() -> {
                await();
                done.add("first on " + Thread.currentThread().getName());
            });
            background.execute(() -> done.add("second"));
            assertThat(done).isEmpty();
            // When
            released.countDown();
        }
        // Then
        assertThat(done).containsExactly("first on test-later", "second");
    }

    @Test
    void shouldAbandonWhatTakesTooLongAndWhatComesTooLate() {
        // Given work that never ends
        BackgroundThread background = new BackgroundThread("test-later", Duration.ZERO);
        background.execute(this::await);
        background.execute(() -> done.add("never begun"));
        // When
        background.close();
        background.execute(() -> done.add("late"));
        // Then
        assertThat(done).doesNotContain("never begun", "late");
    }
}
