package sleeper.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import sleeper.run.OwnJob;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.RecordedContent;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.JobState.Commit;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;

/**
 * A job whose rows a program hands over: an {@link OwnJob} whose rows are known by their content, so that it can be told whether
 * those of a repeated job are the same. Everything here may be repeated. For one thread.
 */
final class RecordJob {
    private final JobId id;
    private final String runId;
    private final JobStore jobs;
    private final TableLog log;
    private final String incarnation;
    private final OwnJob job;

    /**
     * @param runId       unique to this program's try
     * @param incarnation the table that the rows are for
     * @param now         when the job is received, if it is new
     */
    RecordJob(JobId id, String runId, JobStore jobs, TableLog log, String incarnation, Instant now) {
        this.id = Require.notNull("id", id);
        this.runId = runId;
        this.jobs = jobs;
        this.log = log;
        this.incarnation = incarnation;
        String document = JobDocumentJson.canonical(
                new JobDocument(Optional.of(id), log.table().value(), List.of(), Map.of(), Map.of(), Optional.empty()));
        StoredJob stored =
                new StoredJob(id, document, CanonicalJson.sha256(document), StoredJob.BY_PROGRAM, runId, now);
        this.job = new OwnJob(stored, jobs, log);
    }

    /**
     * As {@link OwnJob#begin}.
     *
     * @return the attempt; empty if the job is committed
     * @throws InvalidRequestException JOB_ID_CONFLICT if the id is another job's
     * @throws ConflictException       if other programs took attempts faster than this could look
     */
    Optional<AttemptId> begin(Instant now) {
        return job.begin(
                runId,
                incarnation,
                new OwnJob.Conflict(
                        "Job '" + id + "' was not begun.",
                        "a job of another table, or of files",
                        "a job whose rows a program writes into table " + log.table(),
                        "Write the rows under an id of their own."),
                now);
    }

    /**
     * Commits an attempt. The first of its three writes tells the rows from others, the second settles its files, the third
     * makes them part of the table; each may be repeated.
     *
     * @throws RunFailedException if the log has excluded the attempt, or refuses its files
     */
    IngestReport commit(Manifest manifest, RecordedContent content) {
        jobs.putContent(manifest.attempt(), content);
        Verdict.Committed committed = job.commit(jobs.putManifest(manifest), incarnation);
        Commit commit = committed.commit();
        return committed.attempt().equals(manifest.attempt())
                ? new IngestReport(committed.attempt(), commit.rowCount(), commit.fileCount(), false)
                : repeated(content);
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

    /** As {@link OwnJob#discard}. */
    boolean discard(AttemptId attempt, JobStatus status, List<Fault> faults, List<DataFile> files) {
        return job.discard(attempt, status, faults, files);
    }
}
