package sleeper.statestore.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BackgroundThreadTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final BackgroundThread background = new BackgroundThread("test-later", Duration.ZERO);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<String> done = new CopyOnWriteArrayList<>();

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldLetItsCallerGoOnAndDoOneThingAfterAnother() {
        // Given work that waits until its caller has gone on
        background.execute(() -> {
            await();
            done.add("first on " + Thread.currentThread().getName());
        });
        background.execute(() -> done.add("second"));
        assertThat(done).isEmpty();
        // When
        released.countDown();
        // Then
        assertThat(background.finish(LONG)).isTrue();
        assertThat(done).containsExactly("first on test-later", "second");
    }

    @Test
    void shouldAbandonWhatTakesTooLongAndWhatComesTooLate() {
        // Given
        background.execute(this::await);
        // When / Then
        assertThat(background.finish(Duration.ZERO)).isFalse();
        background.execute(() -> done.add("late"));
        released.countDown();
        assertThat(background.finish(LONG)).isTrue();
        assertThat(done).isEmpty();
    }
}
