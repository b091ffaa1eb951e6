package sleeper.statestore.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.util.Sha256;

class CrashPointsTest {
    private final List<String> events = new ArrayList<>();
    private final CommitLog log = new CommitLog() {
        @Override
        public AppendResult append(LogEntry entry) {
            events.add("append");
            return new AppendResult.Won();
        }

        @Override
        public List<LogRecord> read(long from, long toInclusive) {
            return List.of();
        }

        @Override
        public void retire(long upTo) {
            events.add("retire");
        }
    };

    private CrashPoints at(String moment) {
        return new CrashPoints(Optional.of(moment), Optional.empty(), () -> events.add("halt"));
    }

    private static LogEntry entry() {
        return LogEntry.of(1, "t", Sha256.ZERO, 0, new byte[0]);
    }

    @Test
    void shouldHaltBeforeTheWrite() {
        // Given
        CommitLog crashing = at("commit-log.append:before:2").around(log);
        // When
        crashing.append(entry());
        crashing.append(entry());
        // Then
        assertThat(events).containsExactly("append", "halt", "append");
    }

    @Test
    void shouldHaltAfterTheWrite() {
        // Given
        CommitLog crashing = at("commit-log.append:after:1").around(log);
        // When
        crashing.append(entry());
        crashing.retire(1);
        // Then
        assertThat(events).containsExactly("append", "halt", "retire");
    }

    @Test
    void shouldHandBackThePortWhenNothingIsAskedFor() {
        CrashPoints none = new CrashPoints(Optional.empty(), Optional.empty(), () -> events.add("halt"));
        assertThat(none.around(log)).isSameAs(log);
    }

    @Test
    void shouldRefuseAMomentThatIsNone() {
        assertThatThrownBy(() -> at("commit-log.append"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("commit-log.append:after:1");
    }
}
