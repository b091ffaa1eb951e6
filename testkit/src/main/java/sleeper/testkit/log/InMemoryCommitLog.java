package sleeper.testkit.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.Tombstone;

/** A commit log in memory, with hooks that stage races, lost requests and lost replies. Safe for use by many threads. */
public final class InMemoryCommitLog implements CommitLog {
    private enum Fault {
        REQUEST_LOST,
        REPLY_LOST
    }

    private final List<LogRecord> slots = new ArrayList<>();
    private final Deque<Runnable> beforeAppends = new ArrayDeque<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private long appends;

    /** Runs something just before the next append reaches the log, such as another writer's append. */
    public synchronized void beforeNextAppend(Runnable action) {
        beforeAppends.add(action);
    }

    /** The next append never reaches the log, and its writer is not told. */
    public synchronized void loseNextRequest() {
        faults.add(Fault.REQUEST_LOST);
    }

    /** The next append reaches the log, and its writer is not told how it ended. */
    public synchronized void loseNextReply() {
        faults.add(Fault.REPLY_LOST);
    }

    /** @return appends tried so far */
    public synchronized long appends() {
        return appends;
    }

    @Override
    public AppendResult append(LogEntry entry) {
        Runnable before;
        synchronized (this) {
            before = beforeAppends.poll();
        }
        if (before != null) {
            before.run();
        }
        synchronized (this) {
            appends++;
            Fault fault = faults.poll();
            if (fault == Fault.REQUEST_LOST) {
                return new AppendResult.Unknown("the request was lost");
            }
            AppendResult result = put(entry);
            return fault == Fault.REPLY_LOST ? new AppendResult.Unknown("the reply was lost") : result;
        }
    }

    private AppendResult put(LogEntry entry) {
        int index = Math.toIntExact(entry.slot() - 1);
        while (slots.size() <= index) {
            slots.add(null);
        }
        LogRecord existing = slots.get(index);
        if (existing != null) {
            return new AppendResult.Occupied(existing);
        }
        slots.set(index, entry);
        return new AppendResult.Won();
    }

    @Override
    public synchronized List<LogRecord> read(long from, long toInclusive) {
        List<LogRecord> found = new ArrayList<>();
        for (long slot = from; slot <= Math.min(toInclusive, slots.size()); slot++) {
            LogRecord record = slots.get((int) slot - 1);
            if (record == null) {
                break;
            }
            found.add(record);
        }
        return found;
    }

    @Override
    public synchronized void retire(long upTo) {
        for (int i = 0; i < upTo && i < slots.size(); i++) {
            if (slots.get(i) != null) {
                slots.set(i, Tombstone.of(slots.get(i)));
            }
        }
    }

    /** Empties a slot, which no log may ever do: for showing what comes of it. */
    public synchronized void vacate(long slot) {
        slots.set((int) slot - 1, null);
    }
}
