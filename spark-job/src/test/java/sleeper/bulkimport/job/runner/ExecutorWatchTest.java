package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.TransientFailureException;

class ExecutorWatchTest {
    private static final Duration ALMOST = ExecutorWatch.LONGEST_WITHOUT.minusNanos(1);
    private static final String KUBERNETES = "k8s://https://kubernetes.default.svc";

    private boolean anyExecutor;
    private long nanos = Long.MAX_VALUE - 1;

    private ExecutorWatch watch(String master) {
        return new ExecutorWatch(master, () -> anyExecutor, () -> nanos);
    }

    private void after(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void shouldGiveUpWhenNoExecutorHasRegistered() {
        // Given
        ExecutorWatch watch = watch(KUBERNETES);
        after(ALMOST);
        assertThatCode(watch::check).doesNotThrowAnyException();
        // When
        after(Duration.ofNanos(1));
        // Then
        assertThatThrownBy(watch::check)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("The sort was given up.")
                .hasMessageContaining("no executor for 240 s")
                .hasMessageContaining("kubectl describe pods -l spark-role=executor");
    }

    @Test
    void shouldCountFromWhenTheLastExecutorWasThere() {
        // Given
        ExecutorWatch watch = watch(KUBERNETES);
        anyExecutor = true;
        after(ExecutorWatch.LONGEST_WITHOUT.multipliedBy(9));
        watch.check();
        // When
        anyExecutor = false;
        after(ALMOST);
        // Then
        assertThatCode(watch::check).doesNotThrowAnyException();
        after(Duration.ofNanos(1));
        assertThatThrownBy(watch::check).isInstanceOf(TransientFailureException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local[*]", "local-cluster[2,1,1024]", "yarn", "spark://host:7077"})
    void shouldGiveUpNowhereElse(String master) {
        ExecutorWatch watch = watch(master);
        after(Duration.ofDays(1));
        assertThatCode(watch::check).doesNotThrowAnyException();
    }
}
