package sleeper.statestore.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.transaction.Request;
import sleeper.statestore.transaction.Transaction;

/**
 * The decisions on which the promises of the log rest, in one place. There is one set of them; the class can be extended within
 * this package only, so that the simulator can show for each what happens without it.
 */
class Rules {
    private static final Logger LOG = LoggerFactory.getLogger(Rules.class);

    static final Rules STANDARD = new Rules(new Transitions());

    private final Transitions transitions;

    Rules(Transitions transitions) {
        this.transitions = transitions;
    }

    Transitions transitions() {
        return transitions;
    }

    /**
     * The state after an entry, and what became of each of its requests.
     *
     * @param verdicts by request id
     */
    record Applied(TableState state, Map<String, Verdict> verdicts) {}

    /**
     * Applies an entry: its requests in their order, each accepted or refused on its own.
     *
     * @throws CorruptDataException if the entry does not follow the state's last one
     */
    Applied apply(TableState state, LogEntry entry, List<Request> requests) {
        checkChain(state, entry);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        TableState changed = state;
        for (Request request : requests) {
            Optional<Verdict> before = settled(changed, request.transaction());
            if (before.isEmpty()) {
                changed = transitions.effect(changed, request.transaction(), entry.slot(), entry.atMillis());
            }
            Verdict verdict =
                    before.or(() -> Optional.of(new Verdict.Done(entry.slot()))).get();
            verdicts.put(request.id(), verdict);
        }
        return new Applied(changed.at(entry.slot(), entry.hash()), verdicts);
    }

    /** @return what the state says of a transaction that is about to be applied; empty if it is to have its effect */
    Optional<Verdict> settled(TableState state, Transaction transaction) {
        return transitions.judge(state, transaction);
    }

    void checkChain(TableState state, LogEntry entry) {
        if (entry.slot() != state.slot() + 1 || !entry.previousHash().equals(state.hash())) {
            throw new CorruptDataException(
                    "Slot " + entry.slot() + " of a table's log does not follow the slot before it.",
                    List.of(Fault.of(
                            ErrorCode.LOG_CORRUPT,
                            "slot " + entry.slot(),
                            "previous hash " + entry.previousHash(),
                            state.hash() + " of slot " + state.slot())));
        }
    }

    /** @return whether the record that was found in the slot of an entry is that very entry, come there by an earlier try */
    boolean isOurs(LogRecord found, LogEntry entry) {
        return found.transactionId().equals(entry.transactionId());
    }

    /** @return the entry to append after an append of an entry ended without telling how: the same one */
    Optional<LogEntry> afterUnknown(LogEntry entry) {
        return Optional.of(entry);
    }

    /** @return whether a snapshot is as it was written */
    boolean isGoodSnapshot(byte[] bytes) {
        return SnapshotFormat.isWhole(bytes);
    }

    /**
     * @param bytes of a good snapshot
     * @return the state in it
     * @throws IllegalArgumentException if it is of a form that no version wrote
     * @throws sleeper.core.error.VersionTooOldException if a later version wrote it
     */
    TableState stateIn(byte[] bytes) {
        return SnapshotFormat.decode(bytes);
    }

    /**
     * @param snapshots gives the newest snapshots that were read back and found good, newest first
     * @return the last slot that may be retired: the older of two such snapshots holds it; 0 for none
     */
    long retireUpTo(Snapshots snapshots) {
        List<Snapshots.Named> good = snapshots.newestGood();
        return good.size() < Snapshots.KEPT ? 0 : good.get(Snapshots.KEPT - 1).slot();
    }

    /** @return entries after which a snapshot is due */
    long snapshotEntries() {
        return SnapshotSchedule.ENTRIES;
    }

    /** @return whether any process may write a due snapshot, and not the writer of the entry alone */
    boolean anyWritesSnapshots() {
        return false;
    }

    /** Has work done that nobody waits for: whoever asked for a change has its verdict first. */
    void afterReply(Executor later, Runnable work) {
        later.execute(() -> afterVerdict(work));
    }

    /** What follows a verdict cannot change it, so a failure there, of whatever kind, is nobody's but ours. */
    void afterVerdict(Runnable work) {
        try {
            work.run();
        } catch (SleeperException e) {
            LOG.warn("Work after a commit failed and will be done again after another: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("Work after a commit failed", e);
        }
    }

    /**
     * @param path    relative to the table's root
     * @param isNamed whether the table consists of a data file of a path
     * @return what may happen to a file of the table
     */
    FileFate fateOf(TableState state, String path, Predicate<String> isNamed) {
        return FileFate.of(state, path, isNamed);
    }

    /** @return the largest payload that is part of its entry, in bytes */
    int maxInlineBytes() {
        return LogEntry.MAX_INLINE_BYTES;
    }
}
