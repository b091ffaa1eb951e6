package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.util.Sha256;

class InMemoryCommitLogTest extends CommitLogContract {
    private InMemoryCommitLog log;

    @Override
    protected CommitLog newLog() {
        log = new InMemoryCommitLog();
        return log;
    }

    @Override
    protected CommitLog sameLog() {
        return log;
    }

    private static LogEntry entry(String transaction) {
        return LogEntry.of(1, transaction, Sha256.ZERO, 0, "[]".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldLoseARequest() {
        // Given
        log.loseNextRequest();
        // When
        AppendResult result = log.append(entry("one"));
        // Then
        assertThat(result).isInstanceOf(AppendResult.Unknown.class);
        assertThat(log.read(1, 1)).isEmpty();
    }

    @Test
    void shouldLoseAReply() {
        // Given
        log.loseNextReply();
        // When
        AppendResult result = log.append(entry("one"));
        // Then
        assertThat(result).isInstanceOf(AppendResult.Unknown.class);
        assertThat(log.read(1, 1)).hasSize(1);
    }

    @Test
    void shouldLetAnotherWriterInFirst() {
        // Given
        log.beforeNextAppend(() -> log.append(entry("theirs")));
        // When
        AppendResult result = log.append(entry("ours"));
        // Then
        assertThat(result).isInstanceOf(AppendResult.Occupied.class);
        assertThat(log.appends()).isEqualTo(2);
    }
}
