package sleeper.ingest;

import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;

/** A log that tells nothing from the first append on, until it is mended. */
public final class SilentLog implements CommitLog {
    private final CommitLog log;
    private final boolean takesAppends;
    private boolean silent;
    private boolean mended;

    /** @param takesAppends whether what is appended is in the log all the same */
    public SilentLog(CommitLog log, boolean takesAppends) {
        this.log = log;
        this.takesAppends = takesAppends;
    }

    public void mend() {
        mended = true;
    }

    @Override
    public AppendResult append(LogEntry entry) {
        if (mended) {
            return log.append(entry);
        }
        silent = true;
        if (takesAppends) {
            var unused = log.append(entry);
        }
        return new AppendResult.Unknown("nothing came back");
    }

    @Override
    public List<LogRecord> read(long from, long toInclusive) {
        if (silent && !mended) {
            throw new TransientFailureException(
                    "The log was not read.", List.of(Fault.of(ErrorCode.UNAVAILABLE, "the log", "no answer", "")));
        }
        return log.read(from, toInclusive);
    }

    @Override
    public void retire(long upTo) {
        log.retire(upTo);
    }
}
