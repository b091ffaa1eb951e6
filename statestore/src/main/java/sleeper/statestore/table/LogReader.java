package sleeper.statestore.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.util.FailureWords;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.transaction.Request;
import sleeper.statestore.transaction.json.TransactionJson;

/**
 * Replays a log: newest good snapshot, then the tail, then what was added since. Keeps the state it reached. For one thread at a
 * time.
 */
final class LogReader {
    private static final int PAGE = 256;
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    private final CommitLog log;
    private final Bodies bodies;
    private final Snapshots snapshots;
    private final Rules rules;
    private final RequestCache cache;
    private final SnapshotSchedule schedule;
    private TableState state = TableState.EMPTY;

    LogReader(
            CommitLog log,
            Bodies bodies,
            Snapshots snapshots,
            Rules rules,
            RequestCache cache,
            SnapshotSchedule schedule) {
        this.log = log;
        this.bodies = bodies;
        this.snapshots = snapshots;
        this.rules = rules;
        this.cache = cache;
        this.schedule = schedule;
    }

    /** @return the state reached so far, without looking for more */
    TableState reached() {
        return state;
    }

    /** @return the state at the head of the log */
    TableState catchUp() {
        return catchUp(new HashMap<>());
    }

    /**
     * @param verdicts takes what became of each request of the entries that are replayed now, by request id
     * @return the state at the head of the log
     */
    TableState catchUp(Map<String, Verdict> verdicts) {
        if (state.slot() == 0) {
            snapshots.newest(0).ifPresent(this::startFrom);
        }
        List<LogRecord> page = nextPage();
        while (!page.isEmpty()) {
            for (LogRecord record : page) {
                if (!replay(record, verdicts)) {
                    break;
                }
            }
            page = nextPage();
        }
        return state;
    }

    private void startFrom(TableState snapshot) {
        state = snapshot;
        schedule.written(snapshot.slot());
        try {
            log.read(snapshot.slot(), snapshot.slot()).stream()
                    .filter(LogEntry.class::isInstance)
                    .map(LogEntry.class::cast)
                    .forEach(entry -> schedule.time(entry.slot(), entry.atMillis()));
        } catch (SleeperException e) {
            // The entry is not needed for the state; its time says how old the snapshot is, and is not known then.
            LOG.debug("The age of snapshot {} is not known: {}", snapshot.slot(), e.getMessage());
        }
    }

    private List<LogRecord> nextPage() {
        return log.read(state.slot() + 1, state.slot() + PAGE);
    }

    /** @return whether the next record follows; otherwise the state was taken from a snapshot further on */
    private boolean replay(LogRecord record, Map<String, Verdict> verdicts) {
        if (record instanceof LogEntry entry) {
            Optional<List<Request>> requests = requestsOf(entry);
            if (requests.isPresent()) {
                Rules.Applied applied = rules.apply(state, entry, requests.get());
                verdicts.putAll(applied.verdicts());
                state = applied.state();
                schedule.applied(entry, state, rules.anyWritesSnapshots());
                return true;
            }
        }
        startFrom(snapshots.newest(record.slot()).orElseThrow(() -> lost(record)));
        return false;
    }

    /** @return the entry's requests, or empty if it was retired since it was read */
    private Optional<List<Request>> requestsOf(LogEntry entry) {
        Optional<List<Request>> known = cache.get(entry.hash());
        if (known.isPresent()) {
            return known;
        }
        Optional<byte[]> payload = bodies.read(entry);
        if (payload.isEmpty() && isStillEntry(entry)) {
            throw new CorruptDataException(
                    "The body of slot " + entry.slot() + " of a table's log is missing.",
                    List.of(Fault.of(
                            ErrorCode.LOG_CORRUPT,
                            Bodies.keyOf(entry),
                            "nothing",
                            entry.payloadBytes() + " bytes of hash " + entry.payloadHash())));
        }
        try {
            return payload.map(TransactionJson::decodeAll);
        } catch (VersionTooOldException e) {
            throw new VersionTooOldException(
                    "Slot " + entry.slot() + " of a table's log was written by a newer version.", e.faults(), e);
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException(
                    "Slot " + entry.slot() + " of a table's log says what no version wrote.",
                    List.of(Fault.of(ErrorCode.LOG_CORRUPT, "slot " + entry.slot(), FailureWords.of(e), "")),
                    e);
        }
    }

    private boolean isStillEntry(LogEntry entry) {
        return log.read(entry.slot(), entry.slot()).stream().anyMatch(LogEntry.class::isInstance);
    }

    private CorruptDataException lost(LogRecord record) {
        snapshots.expectNoneOfLaterVersion(record.slot());
        return new CorruptDataException(
                "The log of a table cannot be replayed past slot " + record.slot() + ".",
                List.of(Fault.of(
                        ErrorCode.LOG_CORRUPT,
                        "slot " + record.slot(),
                        "a retired entry, and no good snapshot at or after it",
                        "a snapshot that holds it")));
    }
}
