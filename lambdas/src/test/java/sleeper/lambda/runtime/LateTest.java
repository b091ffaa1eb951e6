package sleeper.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LateTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void shouldMakeNothingUntilItIsAskedForAndThenOnce() {
        Late<Integer> late = Late.of(asked::incrementAndGet);
        assertThat(asked).hasValue(0);
        assertThat(late.get()).isEqualTo(1);
        assertThat(late.get()).isEqualTo(1);
    }

    @Test
    void shouldTryAgainAfterItCouldNotBeMade() {
        Late<Integer> late = Late.of(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            return asked.get();
        });
        assertThatThrownBy(late::get).hasMessage("not yet");
        assertThat(late.get()).isEqualTo(2);
    }
}
