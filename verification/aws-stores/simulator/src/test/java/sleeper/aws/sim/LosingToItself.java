package sleeper.aws.sim;

import java.util.List;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.Tombstone;

/** A log whose driver takes each refusal for another's win, and does not look whose entry is there. */
public record LosingToItself(CommitLog log) implements CommitLog {
    @Override
    public AppendResult append(LogEntry entry) {
        AppendResult result = log.append(entry);
        return result instanceof AppendResult.Occupied occupied
                ? new AppendResult.Occupied(new Tombstone(
                        entry.slot(), "another", occupied.existing().hash()))
                : result;
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
