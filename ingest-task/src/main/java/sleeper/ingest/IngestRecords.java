package sleeper.ingest;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.table.DataFile;
import sleeper.core.util.FailureWords;
import sleeper.core.util.Require;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.util.Surroundings;

/**
 * Takes records of a Java program into a table: open, write, close. The rows become one sorted file for each leaf partition, the
 * same as a job's files become, and are seen all together or not at all.
 *
 * <pre>
 * try (IngestRecords ingest = IngestRecords.open(home, "orders", "orders-2026-11-21")) {
 *     ingest.writeAll(records);
 * }
 * </pre>
 *
 * <p><b>What commits.</b> {@link #commit()} does, and so does {@link #close()} if every write returned and nothing was aborted. If a
 * write throws, whether we or the iterator of the records threw, nothing is ever seen of the job's rows, and closing only
 * tidies up. Closing cannot know of an exception that the program throws <i>between</i> two writes: where that may happen, let the
 * {@code Iterable} do the work, or call {@link #abort()} when it happens.
 *
 * <p><b>Once.</b> The job id names the rows. A program that died, or that cannot tell whether it committed, opens the same id
 * again and writes the same rows, in any order: they are in the table once, and {@link IngestReport#alreadyCommitted()} tells which
 * it was. Other rows under the id of a committed job are refused with {@code JOB_ID_CONFLICT}. Of several programs that write under
 * one id at the same time, the one that opened last commits; the others fail with {@code SUPERSEDED}.
 *
 * <p><b>Memory.</b> Rows beyond {@code sleeper.ingest.memory.budget}, or half of this process's heap if that is less, are
 * spilled to the folder for temporary files, where nothing stays. What else a program that died left behind can be collected once its job id was opened again, or
 * its attempt aborted.
 *
 * <p>For one thread at a time.
 */
public final class IngestRecords implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestRecords.class);

    private enum Phase {
        OPEN,
        /** The rows are in files; whether the log has them is not known. */
        UNDECIDED,
        COMMITTED,
        DISCARDED
    }

    private final RecordJob job;
    private final JobId jobId;
    private final CommitTries tries;
    private final Queue<Runnable> later;
    private final ContentHash hash;
    /** Empty if the job is committed: then rows are only compared. */
    private final Optional<RecordSorting> sorting;

    private Phase phase = Phase.OPEN;
    private boolean released;
    private Optional<Manifest> manifest = Optional.empty();
    private Optional<IngestReport> report = Optional.empty();

    private IngestRecords(
            RecordJob job,
            JobId jobId,
            CommitTries tries,
            Queue<Runnable> later,
            ContentHash hash,
            Optional<RecordSorting> sorting) {
        this.job = job;
        this.jobId = jobId;
        this.tries = tries;
        this.later = later;
        this.hash = hash;
        this.sorting = sorting;
    }

    /**
     * Opens a table of an embedded instance for the rows of a job.
     *
     * @param home  folder of the instance
     * @param table name of a table that exists
     * @param jobId names the rows in the instance: 1 to 63 letters, digits, {@code _} and {@code -}
     * @throws InvalidRequestException   with all faults: BAD_ID, UNKNOWN_TABLE, JOB_ID_CONFLICT if the id is another job's, or what
     *                                   is wrong with the properties of the instance or the table
     * @throws TransientFailureException if the instance did not answer; nothing was begun
     */
    public static IngestRecords open(Path home, String table, String jobId) {
        Queue<Runnable> later = new ConcurrentLinkedQueue<>();
        Surroundings real = RealSurroundings.get().withLater(later::add);
        return open(FileInstance.open(home, real), real, table, jobId, later);
    }

    /** As {@link #open(Path, String, String)}, for who has stores of an instance at hand. */
    public static IngestRecords open(InstanceStores stores, Surroundings surroundings, String table, String jobId) {
        return open(stores, surroundings, table, jobId, new ConcurrentLinkedQueue<>());
    }

    /** @param later receives what is done when the records are closed, since nobody waits for it before */
    private static IngestRecords open(
            InstanceStores stores, Surroundings surroundings, String table, String jobId, Queue<Runnable> later) {
        RecordTarget target = RecordTarget.require(stores, table, jobId);
        String runId = surroundings.ids().get();
        Instant now = surroundings.clock().instant();
        RecordJob job = new RecordJob(
                target.job(), runId, stores.jobs(), target.log(), target.table().incarnation(), now);
        Optional<AttemptId> attempt = job.begin(now);
        return new IngestRecords(
                job,
                target.job(),
                new CommitTries(job, target.job(), surroundings),
                later,
                new ContentHash(target.table().schema()),
                attempt.map(begun -> RecordSorting.begin(stores.files(), target, begun, runId)));
    }

    /**
     * Takes a record. A nullable field may be left out; a field that the table lacks is left out if the table's {@code
     * sleeper.table.ingest.extra.columns} says so.
     *
     * @throws InvalidRequestException if it does not fit the table's schema, with all that is wrong with it: MISSING_FIELD,
     *                                 NULL_VALUE, WRONG_TYPE, UNKNOWN_FIELD, VALUE_OUT_OF_RANGE; nothing of the job is committed
     * @throws RunFailedException      DISK_FULL; or SUPERSEDED if the attempt was given up; nothing of the job is committed
     * @throws IllegalStateException   if it is closed, or a write failed before
     */
    public void write(Record record) {
        requireOpen();
        try {
            Require.notNull("record", record);
            sorting.ifPresent(open -> open.add(record));
            hash.add(record.values());
        } catch (RuntimeException | Error e) {
            discardBecauseOf(e);
            throw e;
        }
    }

    /** Takes all records, as {@link #write} does. What their iterator throws is passed on, and nothing of the job is committed. */
    public void writeAll(Iterable<Record> records) {
        requireOpen();
        try {
            for (Record record : records) {
                write(record);
            }
        } catch (RuntimeException | Error e) {
            if (phase == Phase.OPEN) {
                discardBecauseOf(e);
            }
            throw e;
        }
    }

    private void requireOpen() {
        if (phase != Phase.OPEN) {
            throw new IllegalStateException("Job '" + jobId + "' takes no more records: it is "
                    + phase.name().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * Sorts what was written, makes it durable, and makes it part of the table. Repeated, it answers the same.
     *
     * @throws InvalidRequestException   JOB_ID_CONFLICT if the job was committed before with other rows
     * @throws RunFailedException        DISK_FULL, SUPERSEDED and the like; nothing is committed
     * @throws TransientFailureException if the instance did not answer; nothing is committed
     * @throws OutcomeUnknownException   if it cannot be told whether it is committed: call again, or open the job id again and write the
     *                                   same rows
     * @throws IllegalStateException     if a write failed, or it was aborted
     */
    public IngestReport commit() {
        if (phase == Phase.DISCARDED) {
            throw new IllegalStateException("Job '" + jobId + "' was given up and cannot be committed");
        }
        if (report.isEmpty()) {
            try {
                report = Optional.of(sorting.isEmpty() ? job.repeated(hash.content()) : commit(sorting.get()));
                phase = Phase.COMMITTED;
            } catch (OutcomeUnknownException e) {
                phase = Phase.UNDECIDED;
                throw e;
            } catch (RuntimeException | Error e) {
                discardBecauseOf(e);
                throw e;
            }
            release();
        }
        return report.get();
    }

    private IngestReport commit(RecordSorting open) {
        if (manifest.isEmpty()) {
            manifest = Optional.of(open.finish());
        }
        return tries.commit(manifest.get(), hash.content(), phase == Phase.UNDECIDED);
    }

    /**
     * Gives the job's rows up: nothing is seen of them, and their files go. Does nothing once they are committed or given up. After
     * a commit of unknown outcome the log decides: if it has the rows, they stay, and {@link #commit()} tells of them.
     *
     * @throws OutcomeUnknownException if it still cannot be told whether it is committed; closing does not commit it then
     */
    public void abort() {
        if (phase == Phase.OPEN || phase == Phase.UNDECIDED) {
            Fault fault = new Fault(
                    ErrorCode.ABORTED,
                    "job " + jobId,
                    "the program gave it up",
                    "",
                    "Write the rows again under the same id when wanted.");
            discard(JobStatus.ABORTED, List.of(fault));
        }
    }

    /** Commits what was written, as {@link #commit()} does, unless that was done, or a write failed, or it was aborted. */
    @Override
    public void close() {
        if (phase == Phase.OPEN || phase == Phase.UNDECIDED) {
            try {
                var unused = commit();
            } finally {
                release();
            }
        }
        for (Runnable work = later.poll(); work != null; work = later.poll()) {
            work.run();
        }
    }

    private void discardBecauseOf(Throwable thrown) {
        List<Fault> faults = thrown instanceof SleeperException known
                ? known.faults()
                : List.of(Fault.of(
                        thrown instanceof OutOfMemoryError ? ErrorCode.OUT_OF_MEMORY : ErrorCode.INTERNAL,
                        "the program that writes job " + jobId,
                        FailureWords.of(thrown),
                        ""));
        try {
            discard(JobStatus.FAILED, faults);
        } catch (RuntimeException e) {
            thrown.addSuppressed(e);
        }
    }

    /** If the log cannot be asked, the attempt stays undecided: nothing is seen of it, and the next one at this job excludes it. */
    private void discard(JobStatus status, List<Fault> faults) {
        boolean mayBeCommitted = phase == Phase.UNDECIDED;
        phase = Phase.DISCARDED;
        release();
        List<DataFile> files = manifest.map(Manifest::files).orElse(List.of());
        try {
            if (sorting.isPresent() && job.discard(sorting.get().attempt(), status, faults, files)) {
                phase = Phase.COMMITTED;
            }
        } catch (TransientFailureException | OutcomeUnknownException e) {
            if (mayBeCommitted) {
                throw new OutcomeUnknownException("Job '" + jobId + "' may be committed.", e.faults(), e);
            }
            LOG.warn("Job {} could not be given up in the log, and is not committed: {}", jobId, e.getMessage());
        }
    }

    private void release() {
        if (!released) {
            released = true;
            sorting.ifPresent(RecordSorting::close);
        }
    }
}
