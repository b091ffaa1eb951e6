package sleeper.statestore.table;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.SleeperException;
import sleeper.core.job.AttemptId;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.transaction.Request;
import sleeper.statestore.transaction.Transaction;
import sleeper.statestore.transaction.Transaction.AddFiles;
import sleeper.statestore.transaction.Transaction.OfAttempt;
import sleeper.statestore.util.Surroundings;

/**
 * The log's rules with one of them broken. Lives in the package of the rules, which hide from everyone else, so that no program
 * can be wired with them but the simulator's.
 */
public final class FaultyRules {
    private FaultyRules() {}

    /**
     * What was decoded already, which several processes of a simulation share: requests by their entries' hashes, and states
     * by the hashes of their snapshots, each compared with the content before. It saves most of the time that a schedule
     * would spend on reading; a simulation that is to read everything gives each process one of its own.
     */
    public static final class Decoded {
        private static final int CAPACITY = 256;
        private static final int HASH_BYTES = 32;
        private final RequestCache requests = new RequestCache(CAPACITY);
        private final Map<ByteBuffer, TableState> states = new HashMap<>();

        /** @return the requests of an entry, if a process that shares this has written or read it */
        public Optional<List<Request>> requestsOf(LogEntry entry) {
            return requests.get(entry.hash());
        }

        private TableState stateIn(byte[] snapshot) {
            ByteBuffer hash = ByteBuffer.wrap(snapshot, snapshot.length - HASH_BYTES, HASH_BYTES);
            return states.computeIfAbsent(hash, unknown -> SnapshotFormat.decode(snapshot));
        }
    }

    /** Which rule is broken within the state store's own code; the others break at the simulator's ports. */
    public enum Broken {
        NONE,
        /** Rule 2: {@code apply} does not look whether a job was decided. */
        NO_IDEMPOTENCE,
        /** Rule 3: a file is deleted because the table does not consist of it. */
        DELETE_UNDECIDED,
        /** Rule 4: a slot found filled is taken for another's. */
        NO_TRANSACTION_COMPARED,
        /** Rule 5: after an unknown outcome the writer begins anew. */
        UNKNOWN_FORGOTTEN,
        /** Rule 6: what fails after the append fails the commit. */
        FALLIBLE_AFTER_APPEND,
        /** Rule 8: the log is retired up to a snapshot that nobody read back. */
        RETIRE_UNVERIFIED,
        /** Rule 9: files must be cut for a leaf that there is. */
        SPLIT_FAILS_COMMIT,
        /** Rule 11: any table of the name will do. */
        ANY_INCARNATION,
        /** Rule 12: whoever applies an entry may write the snapshot of it. */
        SNAPSHOT_BY_ANYONE,
        /** Rule 13: what may be done later is done before the reply. */
        SNAPSHOT_BEFORE_REPLY,
        /** Rule 24: what the attempt that is committed has written stays, named or not. */
        LEFT_OVER_KEPT
    }

    /**
     * Its processes share one thread.
     *
     * @param maxInlineBytes  largest payload that is part of its entry
     * @param snapshotEntries entries after which a snapshot is due
     * @param shared          what is decoded already
     * @return a table's log with the rule broken
     */
    public static TableLog tableLog(
            TableStorage storage,
            Surroundings surroundings,
            Broken broken,
            int maxInlineBytes,
            long snapshotEntries,
            Decoded shared) {
        return new TableLog(
                storage, surroundings, rules(broken, maxInlineBytes, snapshotEntries, shared), shared.requests);
    }

    private static Rules rules(Broken broken, int maxInlineBytes, long snapshotEntries, Decoded shared) {
        return new Rules(transitions(broken)) {
            @Override
            long snapshotEntries() {
                return snapshotEntries;
            }

            @Override
            boolean anyWritesSnapshots() {
                return broken == Broken.SNAPSHOT_BY_ANYONE;
            }

            @Override
            void afterReply(Executor later, Runnable work) {
                boolean atOnce = broken == Broken.SNAPSHOT_BEFORE_REPLY || broken == Broken.FALLIBLE_AFTER_APPEND;
                super.afterReply(atOnce ? Runnable::run : later, work);
            }

            @Override
            int maxInlineBytes() {
                return maxInlineBytes;
            }

            @Override
            TableState stateIn(byte[] snapshot) {
                return shared.stateIn(snapshot);
            }

            @Override
            Optional<Verdict> settled(TableState state, Transaction transaction) {
                boolean again = broken == Broken.NO_IDEMPOTENCE
                        && transaction instanceof OfAttempt of
                        && transitions().decided(state, of).isPresent();
                return again ? Optional.empty() : super.settled(state, transaction);
            }

            @Override
            FileFate fateOf(TableState state, String path, Predicate<String> isNamed) {
                FileFate fate = super.fateOf(state, path, isNamed);
                if (broken == Broken.LEFT_OVER_KEPT && fate == FileFate.RELEASED && isOfCommitted(state, path)) {
                    return FileFate.IN_USE;
                }
                return broken == Broken.DELETE_UNDECIDED && fate == FileFate.UNDECIDED ? FileFate.RELEASED : fate;
            }

            @Override
            boolean isOurs(LogRecord found, LogEntry entry) {
                return broken != Broken.NO_TRANSACTION_COMPARED && super.isOurs(found, entry);
            }

            @Override
            Optional<LogEntry> afterUnknown(LogEntry entry) {
                return broken == Broken.UNKNOWN_FORGOTTEN ? Optional.empty() : super.afterUnknown(entry);
            }

            @Override
            void afterVerdict(Runnable work) {
                if (broken != Broken.FALLIBLE_AFTER_APPEND) {
                    super.afterVerdict(work);
                    return;
                }
                try {
                    work.run();
                } catch (SleeperException e) {
                    throw new RunFailedException("The commit failed.", e.faults(), e);
                }
            }

            @Override
            long retireUpTo(Snapshots snapshots) {
                return broken == Broken.RETIRE_UNVERIFIED
                        ? snapshots.list().stream()
                                .mapToLong(Snapshots.Named::slot)
                                .findFirst()
                                .orElse(0)
                        : super.retireUpTo(snapshots);
            }
        };
    }

    private static boolean isOfCommitted(TableState state, String path) {
        Optional<AttemptId> writer = FileFate.writerOf(path);
        return writer.flatMap(attempt -> state.job(attempt.jobId()))
                .flatMap(JobState::committed)
                .filter(commit -> commit.attempt() == writer.get().number())
                .isPresent();
    }

    private static Transitions transitions(Broken broken) {
        return new Transitions() {
            @Override
            Optional<Fault> otherIncarnation(TableState state, String incarnation) {
                return broken == Broken.ANY_INCARNATION && state.table().isPresent()
                        ? Optional.empty()
                        : super.otherIncarnation(state, incarnation);
            }

            @Override
            Optional<Fault> badFiles(TableState state, AddFiles add) {
                boolean ofLeaves = add.files().stream()
                        .allMatch(file -> state.table().orElseThrow().partitions().leaves().stream()
                                .anyMatch(leaf -> leaf.region().equals(file.cutFor())));
                return broken == Broken.SPLIT_FAILS_COMMIT && !ofLeaves
                        ? Optional.of(Fault.of(ErrorCode.INTERNAL, "files", "a leaf that was split", "a leaf"))
                        : super.badFiles(state, add);
            }
        };
    }
}
