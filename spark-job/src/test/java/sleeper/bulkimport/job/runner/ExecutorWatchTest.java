package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;

class ExecutorWatchTest {
    private static final Duration ALMOST = ExecutorWatch.LONGEST_WITHOUT.minusNanos(1);
    private static final String KUBERNETES = "k8s://https://kubernetes.default.svc";

    private static final String REASON = "pod load-exec-1: ErrImagePull: not found";

    private boolean anyExecutor;
    private int asked;
    private long nanos = Long.MAX_VALUE - 1;

    private ExecutorWatch watch(String master) {
        return new ExecutorWatch(master, ExecutorWatch.LONGEST_WITHOUT, () -> anyExecutor, this::whyNone, () -> nanos);
    }

    private String whyNone() {
        asked++;
        return REASON;
    }

    private void after(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void shouldGiveUpWithKubernetesReasonWhenNoExecutorHasRegistered() {
        // Given
        ExecutorWatch watch = watch(KUBERNETES);
        after(ALMOST);
        assertThatCode(watch::check).doesNotThrowAnyException();
        assertThat(asked).isZero();
        // When
        after(Duration.ofNanos(1));
        // Then
        assertThatThrownBy(watch::check)
                .isInstanceOfSatisfying(
                        TransientFailureException.class,
                        failure -> assertThat(failure.faults())
                                .containsExactly(
                                        new Fault(
                                                ErrorCode.TIMED_OUT,
                                                "the Spark job",
                                                "no executor for 240 s; " + REASON,
                                                "an executor within 240 s",
                                                "Mend what Kubernetes names: the image must be one that can be pulled, quota and nodes must"
                                                        + " have room for the pod, and the pod must reach the driver's. Then retry the job;"
                                                        + " while it runs, 'kubectl describe pods -l spark-role=executor' has more.")))
                .hasMessageContaining("The sort was given up.");
        assertThat(asked).isEqualTo(1);
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
