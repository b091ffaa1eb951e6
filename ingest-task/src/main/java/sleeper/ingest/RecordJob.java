package sleeper.ingest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ConflictException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.json.CanonicalJson;
import sleeper.core.table.DataFile;
import sleeper.core.util.Require;
import sleeper.run.RunFiles;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.RecordedContent;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.JobState.Commit;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;
import sleeper.statestore.util.Surroundings;

/**
 * A job whose rows a program hands over, as the job store and the table's log have it: which attempt the program makes, and how
 * that ends. The newest attempt is the one that may commit: it excludes those before it, so that a program that died, or one
 * that was forgotten, stands in nobody's way. Everything here may be repeated. For one thread.
 */
final class RecordJob {
    private static final Logger LOG = LoggerFactory.getLogger(RecordJob.class);
    private static final int MOST_RACES = 20;

    private final JobId id;
    private final String runId;
    private final JobStore jobs;
    private final TableLog log;
    private final String incarnation;
    private final String document;
    private final String digest;

    /**
     * @param runId       unique to this program's try
     * @param incarnation the table that the rows are for
     */
    RecordJob(JobId id, String runId, JobStore jobs, TableLog log, String incarnation) {
        this.id = Require.notNull("id", id);
        this.runId = runId;
        this.jobs = jobs;
        this.log = log;
        this.incarnation = incarnation;
        this.document = JobDocumentJson.canonical(
                new JobDocument(Optional.of(id), log.table().value(), List.of(), Map.of(), Map.of(), Optional.empty()));
        this.digest = CanonicalJson.sha256(document);
    }

    /**
     * Takes the next attempt at the job for this program, once those before it are excluded.
     *
     * @return the attempt; empty if the job is committed
     * @throws InvalidRequestException JOB_ID_CONFLICT if the id is another job's
     * @throws ConflictException       if other programs took attempts faster than this could look
     */
    Optional<AttemptId> begin(Surroundings surroundings) {
        store(surroundings);
        for (int races = 0; races < MOST_RACES; races++) {
            int last = jobs.attempts(id).size();
            if (last > 0 && isCommitted(exclude(last, takenOver()))) {
                return Optional.empty();
            }
            AttemptId next = new AttemptId(id, last + 1);
            AttemptRecord recorded = jobs.putAttempt(
                    new AttemptRecord(next, runId, surroundings.clock().instant()));
            if (recorded.messageId().equals(runId)) {
                jobs.reportRunning(next);
                return Optional.of(next);
            }
        }
        throw new ConflictException(
                "Job '" + id + "' was not begun.",
                List.of(Fault.of(
                        ErrorCode.UNAVAILABLE,
                        "job " + id,
                        "other programs that write under its id, all at once",
                        "")));
    }

    private void store(Surroundings surroundings) {
        StoredJob stored = jobs.putJob(new StoredJob(
                id,
                document,
                digest,
                StoredJob.BY_PROGRAM,
                runId,
                surroundings.clock().instant()));
        if (stored.isRunByExecutions() || !stored.digest().equals(digest)) {
            throw conflict(
                    stored.isRunByExecutions() ? "a job of queue '" + stored.queue() + "'" : "a job of another table",
                    "a job whose rows a program writes into table " + log.table());
        }
    }

    private static Reason takenOver() {
        return new Reason(JobStatus.FAILED, ErrorCode.SUPERSEDED, "The job was begun again under the same id.");
    }

    private boolean isCommitted(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            throw new InvalidRequestException("Job '" + id + "' was not begun.", List.of(refused.fault()));
        }
        if (verdict instanceof Verdict.Committed committed
                && !committed.commit().incarnation().equals(incarnation)) {
            throw conflict(
                    "a job that was committed to an earlier table " + log.table() + ", which was dropped",
                    "a job of the table that is there now");
        }
        return verdict instanceof Verdict.Committed;
    }

    private InvalidRequestException conflict(String found, String allowed) {
        return new InvalidRequestException(
                "Job '" + id + "' was not begun.",
                List.of(new Fault(
                        ErrorCode.JOB_ID_CONFLICT,
                        "job " + id,
                        found,
                        allowed,
                        "Write the rows under an id of their own.")));
    }

    private Verdict exclude(int attempt, Reason reason) {
        return log.exclude(new AttemptId(id, attempt), digest, reason);
    }

    /**
     * Commits an attempt. The first of its three writes tells the rows from others, the second settles its files, the third
     * makes them part of the table; each may be repeated.
     *
     * @throws RunFailedException if the log has excluded the attempt, or refuses its files
     */
    IngestReport commit(Manifest manifest, RecordedContent content) {
        jobs.putContent(manifest.attempt(), content);
        Manifest settled = jobs.putManifest(manifest);
        Verdict verdict = log.commit(manifest.attempt(), digest, incarnation, settled);
        if (verdict instanceof Verdict.Committed committed) {
            Commit commit = committed.commit();
            if (committed.attempt().equals(manifest.attempt())) {
                return new IngestReport(committed.attempt(), commit.rowCount(), commit.fileCount(), false);
            }
            RunFiles.of(log.storage()).delete(manifest.files());
            return repeated(content);
        }
        Fault fault = verdict instanceof Verdict.Refused refused
                ? refused.fault()
                : Fault.of(
                        ErrorCode.SUPERSEDED,
                        "attempt " + manifest.attempt(),
                        "the log has given it up" + reasonOf(verdict),
                        "an attempt that may still commit");
        throw new RunFailedException("Job '" + id + "' was not committed.", List.of(fault));
    }

    private static String reasonOf(Verdict verdict) {
        return verdict instanceof Verdict.Excluded excluded
                ? ": " + excluded.exclusion().reason().text()
                : "";
    }

    /**
     * The report of a job that was committed by another attempt.
     *
     * @throws InvalidRequestException JOB_ID_CONFLICT if that committed other rows
     */
    IngestReport repeated(RecordedContent content) {
        JobState state = log.state().job(id).orElseThrow();
        Commit commit = state.committed().orElseThrow();
        AttemptId attempt = new AttemptId(id, commit.attempt());
        Optional<RecordedContent> committed = jobs.content(attempt);
        if (!committed.equals(Optional.of(content))) {
            throw new InvalidRequestException(
                    "Job '" + id + "' was not committed.",
                    List.of(new Fault(
                            ErrorCode.JOB_ID_CONFLICT,
                            "job " + id,
                            content.rows() + " rows which are not those that attempt " + commit.attempt()
                                    + " committed",
                            "the same " + commit.rowCount() + " rows, in any order",
                            "Write other rows under an id of their own.")));
        }
        return new IngestReport(attempt, commit.rowCount(), commit.fileCount(), true);
    }

    /**
     * Gives an attempt up.
     *
     * @param files what it wrote; deleted if the log lets them go, else they are collected later
     * @return whether the log has committed it before
     */
    boolean discard(AttemptId attempt, JobStatus status, List<Fault> faults, List<DataFile> files) {
        Fault first = faults.get(0);
        Verdict verdict = exclude(attempt.number(), new Reason(status, first.code(), first.message()));
        if (verdict instanceof Verdict.Excluded excluded
                && excluded.exclusion().reason().code() == first.code()) {
            jobs.recordFailure(attempt, faults);
        }
        if (verdict instanceof Verdict.Refused refused) {
            LOG.warn(
                    "Attempt {} could not be given up: {}",
                    attempt,
                    refused.fault().message());
            return false;
        }
        boolean ours = verdict instanceof Verdict.Committed committed
                && committed.attempt().equals(attempt);
        if (!ours) {
            RunFiles.of(log.storage()).delete(files);
        }
        return ours;
    }
}
