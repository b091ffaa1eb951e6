package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReasonAskedTest {
    private static final Duration LONG = Duration.ofDays(1);

    private static String ask(Callable<String> question, Duration longest) {
        return new ReasonAsked(question, longest).get();
    }

    @Test
    void shouldGiveTheAnswer() {
        assertThat(ask(() -> "ErrImagePull: not found", LONG)).isEqualTo("ErrImagePull: not found");
    }

    @Test
    void shouldSayThatTheQuestionFailed() {
        assertThat(ask(
                        () -> {
                            throw new IllegalStateException("pods is forbidden");
                        },
                        LONG))
                .isEqualTo("Kubernetes did not say why: pods is forbidden");
    }

    @Test
    void shouldSayThatSparkHasNoClientOfKubernetes() {
        assertThat(ask(
                        () -> {
                            throw new NoClassDefFoundError("io/fabric8/kubernetes/client/KubernetesClient");
                        },
                        LONG))
                .isEqualTo("Kubernetes did not say why: io/fabric8/kubernetes/client/KubernetesClient");
    }

    @Test
    void shouldWaitNoLongerThanItMayAndEndTheQuestion() throws InterruptedException {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Callable<String> never = () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
                return "too late";
            } finally {
                ended.countDown();
            }
        };
        // When
        String words = ask(never, Duration.ofMillis(1));
        // Then
        assertThat(words).isEqualTo("Kubernetes did not say why: no answer within 0 s");
        if (begun.getCount() == 0) {
            ended.await();
        }
    }

    @Test
    void shouldNotSwallowAnInterrupt() {
        // Given
        Thread.currentThread().interrupt();
        // When
        String words = ask(
                () -> {
                    new CountDownLatch(1).await();
                    return "no answer ever";
                },
                LONG);
        // Then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(words).isEqualTo("Kubernetes did not say why: the driver was interrupted");
    }
}
