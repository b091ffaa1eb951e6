package sleeper.statestore.crash;

import java.util.List;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;

/** A commit log with a crash point around each write. */
final class CrashingCommitLog implements CommitLog {
    private final CommitLog log;
    private final CrashPoints points;

    CrashingCommitLog(CommitLog log, CrashPoints points) {
        this.log = log;
        this.points = points;
    }

    @Override
    public AppendResult append(LogEntry entry) {
        return points.write("commit-log.append", () -> log.append(entry));
    }

    @Override
    public List<LogRecord> read(long from, long toInclusive) {
        return log.read(from, toInclusive);
    }

    @Override
    public void retire(long upTo) {
        points.write("commit-log.retire", () -> {
            log.retire(upTo);
            return true;
        });
    }
}
