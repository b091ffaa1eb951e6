package sleeper.testkit.log;

import java.util.List;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogRecord;

/** A log whose appends a test replaces. */
abstract class AppendingLog implements CommitLog {
    private final CommitLog log;

    AppendingLog(CommitLog log) {
        this.log = log;
    }

    @Override
    public List<LogRecord> read(long from, long toInclusive) {
        return log.read(from, toInclusive);
    }

    @Override
    public void retire(long upTo) {
        log.retire(upTo);
    }
}
