package sleeper.statestore.table;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.core.util.FailureWords;
import sleeper.statestore.table.JobState.Commit;
import sleeper.statestore.transaction.Transaction;
import sleeper.statestore.transaction.Transaction.AddField;
import sleeper.statestore.transaction.Transaction.AddFiles;
import sleeper.statestore.transaction.Transaction.CreateTable;
import sleeper.statestore.transaction.Transaction.DropTable;
import sleeper.statestore.transaction.Transaction.ExcludeAttempt;
import sleeper.statestore.transaction.Transaction.Reason;
import sleeper.statestore.transaction.Transaction.SplitPartitions;
import sleeper.statestore.transaction.json.DataFilesJson;
import sleeper.statestore.util.Surroundings;

/**
 * The log of one table name: what is in the table, and every change of it. Each answer comes from the replayed log. Safe for use
 * by many threads and processes.
 *
 * <p>Errors, the same for all methods: {@link TransientFailureException} if nothing happened and the same may be tried again,
 * {@link OutcomeUnknownException} if a change may have happened or may happen yet ({@link #state()} shows it once it has),
 * {@link sleeper.core.error.CorruptDataException} if the log is damaged, {@link sleeper.core.error.VersionTooOldException} if a
 * newer version wrote what must be read of it.
 */
public final class TableLog {
    private static final Duration LONGEST_RACE = Duration.ofSeconds(60);
    private static final int MOST_ROUNDS = 10_000;
    private static final int OWN_ENTRIES_CACHED = 4;
    private static final Reason NO_REASON = new Reason(JobStatus.FAILED, ErrorCode.INTERNAL, "");

    private final TableStorage storage;
    private final LogAccess access;
    private final Snapshots snapshots;
    private final SnapshotSchedule schedule;

    public TableLog(TableStorage storage, Surroundings surroundings) {
        this(storage, surroundings, Rules.STANDARD, new RequestCache(OWN_ENTRIES_CACHED));
    }

    TableLog(TableStorage storage, Surroundings surroundings, Rules rules, RequestCache cache) {
        this.storage = storage;
        Bodies bodies = new Bodies(storage.objects());
        this.snapshots = new Snapshots(storage.objects(), rules);
        this.schedule = new SnapshotSchedule(rules.snapshotEntries());
        this.access = new LogAccess(
                storage.location().table(),
                storage.log(),
                new LogReader(storage.log(), bodies, snapshots, rules, cache, schedule),
                bodies,
                new Inbox(storage.objects()),
                new FileMetrics(storage.objects()),
                cache,
                rules,
                schedule,
                surroundings);
    }

    public TableName table() {
        return access.table();
    }

    public TableStorage storage() {
        return storage;
    }

    /** @return what the log takes from the world, for what works beside it */
    public Surroundings surroundings() {
        return access.surroundings();
    }

    /** @return the state at the head of the log */
    public synchronized TableState state() {
        return access.reader().catchUp();
    }

    /**
     * Commits an attempt: all files of its manifest, or nothing.
     *
     * @param digest      digest of the job's canonical document
     * @param incarnation the table that the job was planned for
     * @return {@link Verdict.Committed} (look which attempt), {@link Verdict.Excluded} or {@link Verdict.Refused}
     */
    public Verdict commit(AttemptId attempt, String digest, String incarnation, Manifest manifest) {
        return submit(new AddFiles(attempt, digest, incarnation, DataFilesJson.hashOf(manifest), manifest.files()));
    }

    /**
     * Keeps what a run knows of its files beyond its manifest, for the views that other engines read. To be called before the manifest
     * is put; nothing depends on it.
     *
     * @param files the manifest's
     */
    public void putMetrics(Manifest manifest, List<WrittenFile> files) {
        access.metrics().put(new FileMetrics.Named(manifest.attempt(), DataFilesJson.hashOf(manifest)), files);
    }

    /**
     * @param commit of the attempt
     * @return what its run told of its files' columns, by their paths; empty if it told nothing
     */
    public Map<String, List<ColumnMetrics>> metrics(AttemptId attempt, Commit commit) {
        return access.metrics().read(new FileMetrics.Named(attempt, commit.manifestHash()));
    }

    /**
     * Excludes an attempt and those before it, unless the job is committed.
     *
     * @return {@link Verdict.Excluded}, or {@link Verdict.Committed} if a commit was first, or {@link Verdict.Refused} if the
     *     id is another job's
     */
    public Verdict exclude(AttemptId attempt, String digest, Reason reason) {
        return submit(new ExcludeAttempt(attempt, digest, reason));
    }

    /**
     * Creates the table.
     *
     * @return {@link Verdict.Done}, or {@link Verdict.Refused} if there is one of the name
     */
    public Verdict create(Schema schema, PartitionTree partitions) {
        return submit(new CreateTable(access.surroundings().ids().get(), schema, partitions));
    }

    /** Drops the table of this incarnation. @return {@link Verdict.Done}, or {@link Verdict.Refused} if it is not there */
    public Verdict drop(String incarnation) {
        return submit(new DropTable(incarnation));
    }

    /** Splits leaves, all cuts or none. @return {@link Verdict.Done}, or {@link Verdict.Refused} if a cut cannot be made */
    public Verdict split(String incarnation, List<LeafCut> cuts) {
        return submit(new SplitPartitions(incarnation, cuts));
    }

    /** Adds a nullable value field. @return {@link Verdict.Done}, or {@link Verdict.Refused} if the schema does not allow it */
    public Verdict addField(String incarnation, Field field) {
        return submit(new AddField(incarnation, field));
    }

    private Verdict submit(Transaction transaction) {
        Optional<Verdict> known = known(transaction);
        if (known.isPresent()) {
            return known.get();
        }
        Submission submission = new Submission(access, transaction);
        long startedMillis = access.millis();
        try {
            submission.leave();
            return follow(submission, startedMillis);
        } catch (TransientFailureException e) {
            throw submission.mayHaveHappened() ? unknown(submission, startedMillis, e) : e;
        }
    }

    /** What the log says already needs no entry. */
    private synchronized Optional<Verdict> known(Transaction transaction) {
        return access.rules().transitions().judge(access.reader().catchUp(), transaction);
    }

    /** The request waits in the inbox meanwhile, so whoever holds the lock takes it along. */
    private synchronized Verdict follow(Submission submission, long startedMillis) {
        int failures = 0;
        for (int rounds = 0; rounds < MOST_ROUNDS; rounds++) {
            try {
                Optional<Verdict> verdict = submission.round();
                if (verdict.isPresent()) {
                    access.rules().afterVerdict(this::snapshotLater);
                    return verdict.get();
                }
            } catch (TransientFailureException e) {
                failures++;
                if (!submission.mayHaveHappened() || failures > Submission.MOST_FAILURES) {
                    throw e;
                }
                access.backOff(failures);
            }
            if (access.millis() - startedMillis > LONGEST_RACE.toMillis()) {
                break;
            }
        }
        throw unknown(submission, startedMillis, null);
    }

    private void snapshotLater() {
        schedule.takeOwn()
                .ifPresent(state ->
                        access.rules().afterReply(access.surroundings().later(), () -> snapshotIfOurTurn(state)));
    }

    /** Another may have written one meanwhile. Commits go on beside this, so it takes no lock of theirs. */
    private void snapshotIfOurTurn(TableState state) {
        snapshots.list().stream().findFirst().ifPresent(newest -> schedule.written(newest.slot()));
        if (schedule.isTurn(state.slot())) {
            snapshots.write(state);
            schedule.written(state.slot());
        }
    }

    /** Writes a snapshot of the head now, due or not. @return its slot; 0 if the log is empty and there is nothing to write */
    public synchronized long snapshot() {
        TableState state = access.reader().catchUp();
        if (state.slot() > 0) {
            snapshots.write(state);
            schedule.written(state.slot());
        }
        return state.slot();
    }

    /**
     * Takes away what the table will never need again: files, bodies, requests and manifests whose fate the log has decided,
     * and the part of the log that two good snapshots hold.
     *
     * @param manifests where the instance's manifests are
     * @param dryRun    whether only to tell what would go
     * @param grace     how long readers of a dropped table are given, from the drop on
     * @throws TransientFailureException if something could not be taken away or looked at; it keeps nothing else from its turn
     */
    public synchronized GcReport collect(Manifests manifests, boolean dryRun, Duration grace) {
        return new GarbageCollector(storage, access, snapshots, manifests, dryRun, grace).collect();
    }

    /**
     * Deletes the files of an attempt that the log lets go, as {@link FileFate#RELEASED} has it; none while the attempt may yet
     * commit. Files are looked for in the folders of the leaves given alone.
     *
     * @param leaves that the attempt's files were cut for
     * @return how many files were found and deleted
     * @throws IOException if not all were; the others are gone
     */
    public int deleteReleased(AttemptId attempt, List<Partition> leaves) throws IOException {
        return new AttemptFiles(storage, access.rules(), attempt).deleteReleased(state(), leaves);
    }

    /**
     * Recomputes everything that the log's hashes cover, and looks for each file of the table.
     *
     * @param readFiles whether files are read and hashed too, and not their sizes alone looked at
     */
    public VerifyReport verify(boolean readFiles) {
        return LogVerifier.verify(storage, access.rules(), access.bodies(), snapshots, access.inbox(), readFiles);
    }

    /**
     * Appends the requests that were left in the inbox by writers that died, so that none waits for the next commit.
     *
     * @return how many requests the inbox held
     */
    public int drainInbox() {
        List<Inbox.Waiting> waiting = access.inbox().waiting(Submission.MAX_GROUP, "");
        waiting.forEach(request -> submit(request.request().transaction()));
        return waiting.size();
    }

    /** @return what the log says of an attempt already; empty if it may still commit or be excluded */
    public Optional<Verdict> verdictOf(AttemptId attempt, String digest) {
        return known(new ExcludeAttempt(attempt, digest, NO_REASON));
    }

    private OutcomeUnknownException unknown(Submission submission, long startedMillis, SleeperException cause) {
        return new OutcomeUnknownException(
                "A change of table " + table() + " found no place in its log, and may yet: last slot seen "
                        + access.reader().reached().slot() + ", " + submission.racesLost() + " slots lost to others, "
                        + (access.millis() - startedMillis) + " ms.",
                List.of(Fault.of(
                        cause == null ? ErrorCode.COMMIT_CONTENTION : ErrorCode.OUTCOME_UNKNOWN,
                        "the log of table " + table(),
                        cause == null ? "" : FailureWords.of(cause),
                        "")),
                cause);
    }
}
