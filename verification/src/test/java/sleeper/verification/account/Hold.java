package sleeper.verification.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sleeper.faults.HttpMessage;

/** Keeps back what is answered about a file, so that a job stays in the middle of its run. */
final class Hold {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String part;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    /** @param part of the file's address */
    Hold(String part) {
        this.part = part;
    }

    void take(HttpMessage request) {
        if (!request.method().equals("PUT") && request.target().contains(part)) {
            asked.countDown();
            await(letGo);
        }
    }

    void awaitAsked() {
        await(asked);
    }

    void letGo() {
        letGo.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
