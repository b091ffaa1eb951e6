package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sleeper.core.platform.JobQueue;

class RecentMessagesTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long waiting;
    private final RecentMessages recent = new RecentMessages(
            () -> new WaitingMessages(Optional.of(Map.of(JobQueue.STANDARD, ++waiting)), true), () -> now);

    private long seen() {
        return recent.get().byQueue().orElseThrow().get(JobQueue.STANDARD);
    }

    @Test
    void shouldAskTheQueuesOnceASecond() {
        assertThat(seen()).isEqualTo(1);
        now = now.plus(RecentMessages.LASTS).minusNanos(1);
        assertThat(seen()).isEqualTo(1);
        now = now.plusNanos(1);
        assertThat(seen()).isEqualTo(2);
        assertThat(seen()).isEqualTo(2);
    }

    @Test
    void shouldAskAgainWhenTheClockWasPutBack() {
        assertThat(seen()).isEqualTo(1);
        now = now.minusSeconds(3600);
        assertThat(seen()).isEqualTo(2);
    }
}
