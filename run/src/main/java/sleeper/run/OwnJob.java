package sleeper.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ConflictException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.table.DataFile;
import sleeper.core.util.Require;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;

/**
 * A job that no execution runs, as the job store and the table's log have it: whoever runs it takes its attempts, and says how each
 * ends. The newest attempt is the one that may commit: it excludes those before it, so that a process that died, or one that was
 * forgotten, stands in nobody's way. Everything here may be repeated. For one thread.
 */
public final class OwnJob {
    private static final Logger LOG = LoggerFactory.getLogger(OwnJob.class);
    private static final int MOST_RACES = 20;

    private final StoredJob job;
    private final JobStore jobs;
    private final TableLog log;

    /**
     * How it is said that an id is another job's.
     *
     * @param summary what was not done; a sentence
     * @param other   what a job is that no execution runs either, and that has another document
     * @param allowed the job that may be there
     * @param action  what to do; a sentence
     */
    public record Conflict(String summary, String other, String allowed, String action) {
        public Conflict {
            Require.notBlank("summary", summary);
            Require.notBlank("other", other);
            Require.notBlank("allowed", allowed);
            Require.notBlank("action", action);
        }

        private InvalidRequestException found(StoredJob job, String found) {
            return found(job, found, allowed);
        }

        private InvalidRequestException found(StoredJob job, String found, String allowedHere) {
            return new InvalidRequestException(
                    summary,
                    List.of(new Fault(ErrorCode.JOB_ID_CONFLICT, "job " + job.id(), found, allowedHere, action)));
        }
    }

    /**
     * @param job as it is stored, or will be if there is none of its id
     * @param log of its table
     */
    public OwnJob(StoredJob job, JobStore jobs, TableLog log) {
        Require.that(!job.isRunByExecutions(), "executions run job " + job.id());
        this.job = job;
        this.jobs = jobs;
        this.log = Require.notNull("log", log);
    }

    /**
     * Stores the job, and takes the next attempt at it once those before it are excluded.
     *
     * @param runId       tells this call from others that are made at the same time
     * @param incarnation the table that the rows are for
     * @return the attempt; empty if the job is committed
     * @throws InvalidRequestException JOB_ID_CONFLICT if the id is another job's
     * @throws ConflictException       if others took attempts faster than this could look
     */
    public Optional<AttemptId> begin(String runId, String incarnation, Conflict conflict, Instant now) {
        store(conflict);
        for (int races = 0; races < MOST_RACES; races++) {
            int last = jobs.attempts(job.id()).size();
            if (last > 0 && isCommitted(exclude(last, overFor(last)), incarnation, conflict)) {
                return Optional.empty();
            }
            AttemptId next = new AttemptId(job.id(), last + 1);
            AttemptRecord recorded = jobs.putAttempt(new AttemptRecord(next, runId, now));
            if (recorded.messageId().equals(runId)) {
                jobs.reportRunning(next);
                return Optional.of(next);
            }
        }
        throw new ConflictException(
                conflict.summary(),
                List.of(Fault.of(
                        ErrorCode.UNAVAILABLE,
                        "job " + job.id(),
                        "others that begin it under its id, all at once",
                        "")));
    }

    private void store(Conflict conflict) {
        StoredJob stored = jobs.putJob(job);
        if (stored.isRunByExecutions()) {
            throw conflict.found(job, "a job of queue '" + stored.queue() + "'");
        }
        if (!stored.digest().equals(job.digest())) {
            throw conflict.found(job, conflict.other());
        }
    }

    /** What its run has met is why an attempt is over, and not that people went on from there. */
    private Reason overFor(int last) {
        AttemptId attempt = new AttemptId(job.id(), last);
        return jobs.failure(attempt)
                .filter(found -> jobs.manifest(attempt).isEmpty())
                .map(found -> found.faults().get(0))
                .map(first -> new Reason(JobStatus.FAILED, first.code(), first.message()))
                .orElseGet(() -> new Reason(
                        JobStatus.FAILED, ErrorCode.SUPERSEDED, "The job was begun again under the same id."));
    }

    private boolean isCommitted(Verdict verdict, String incarnation, Conflict conflict) {
        if (verdict instanceof Verdict.Refused refused) {
            throw new InvalidRequestException(conflict.summary(), List.of(refused.fault()));
        }
        if (verdict instanceof Verdict.Committed committed
                && !committed.commit().incarnation().equals(incarnation)) {
            throw conflict.found(
                    job,
                    "a job that was committed to an earlier table " + log.table() + ", which was dropped",
                    "a job of the table that is there now");
        }
        return verdict instanceof Verdict.Committed;
    }

    private Verdict exclude(int attempt, Reason reason) {
        return log.exclude(new AttemptId(job.id(), attempt), job.digest(), reason);
    }

    /**
     * Commits an attempt.
     *
     * @param manifest the attempt's, as it is stored
     * @return the job's commit; if that is another attempt's, the files of this one are taken back
     * @throws RunFailedException if the log has excluded the attempt, or refuses its files
     */
    public Verdict.Committed commit(Manifest manifest, String incarnation) {
        AttemptId attempt = manifest.attempt();
        Verdict verdict = log.commit(attempt, job.digest(), incarnation, manifest);
        if (verdict instanceof Verdict.Committed committed) {
            if (!committed.attempt().equals(attempt)) {
                RunFiles.of(log.storage()).delete(manifest.files());
            }
            return committed;
        }
        Fault fault = verdict instanceof Verdict.Refused refused
                ? refused.fault()
                : Fault.of(
                        ErrorCode.SUPERSEDED,
                        "attempt " + attempt,
                        "the log has given it up" + reasonOf(verdict),
                        "an attempt that may still commit");
        throw new RunFailedException("Job '" + job.id() + "' was not committed.", List.of(fault));
    }

    private static String reasonOf(Verdict verdict) {
        return verdict instanceof Verdict.Excluded excluded
                ? ": " + excluded.exclusion().reason().text()
                : "";
    }

    /**
     * Gives an attempt up.
     *
     * @param files what it wrote; deleted if the log lets them go, else they are collected later
     * @return whether the log has committed it before
     */
    public boolean discard(AttemptId attempt, JobStatus status, List<Fault> faults, List<DataFile> files) {
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
