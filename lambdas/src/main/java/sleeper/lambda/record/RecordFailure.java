package sleeper.lambda.record;

import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.lambda.port.JobMetric;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.AttemptRef;
import sleeper.lambda.verdict.Outcome;
import sleeper.lambda.verdict.VerdictDto;
import sleeper.lambda.verdict.Verdicts;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.RecordedFaults;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;

/**
 * Records that an attempt did not come to its end. For an attempt that ran, the log is asked to exclude it, and the log's answer
 * is the truth: a commit whose reply was lost is a success. Safe to repeat, and for use by many threads.
 */
public final class RecordFailure {
    private final LambdaPorts ports;
    private final JobStore jobs;
    private final Verdicts verdicts;

    public RecordFailure(LambdaPorts ports) {
        this.ports = ports;
        this.jobs = ports.stores().jobs();
        this.verdicts = new Verdicts(ports.stores());
    }

    /** @throws InvalidRequestException if the outcome is neither REJECTED nor FAILED */
    public VerdictDto record(FailureRequest request) {
        AttemptId attempt = AttemptRef.attemptOf(request.jobId(), request.attempt());
        List<Fault> faults = FailureTranslation.translate(
                request.error(), request.cause(), jobs.failure(attempt).map(RecordedFaults::faults));
        if (request.outcome().equals(JobStatus.REJECTED.name())) {
            return verdicts.toDto(refused(attempt, faults));
        } else if (request.outcome().equals(JobStatus.FAILED.name())) {
            return verdicts.toDto(exclude(attempt, JobStatus.FAILED, faults));
        }
        throw new InvalidRequestException(
                "The failure of attempt " + attempt + " was not recorded.",
                List.of(Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, "outcome", request.outcome(), "REJECTED, FAILED")));
    }

    /**
     * Validation has stored the faults before it threw; the first that are stored stay. If it has stored a plan instead, by a
     * call whose reply was lost, something may run by it: the log is asked to exclude the attempt.
     */
    private Outcome refused(AttemptId attempt, List<Fault> faults) {
        if (jobs.reject(attempt, faults).plan().isPresent()) {
            return exclude(attempt, JobStatus.FAILED, faults);
        }
        ports.metrics().count(JobMetric.JOBS_REJECTED);
        return verdicts.find(attempt).orElseThrow();
    }

    /**
     * Asks the log to exclude the attempt. Its faults are stored once the log took it, so that a reason that came too late is
     * never shown.
     *
     * @param faults why; at least one
     * @return what the log then says
     */
    public Outcome exclude(AttemptId attempt, JobStatus status, List<Fault> faults) {
        StoredJob job = verdicts.job(attempt);
        Fault first = faults.get(0);
        Verdict verdict =
                verdicts.logOf(job).exclude(attempt, job.digest(), new Reason(status, first.code(), first.message()));
        if (verdict instanceof Verdict.Excluded excluded
                && excluded.exclusion().reason().code() == first.code()) {
            jobs.recordFailure(attempt, faults);
            ports.metrics().count(JobMetric.JOBS_FAILED);
        }
        return verdicts.outcome(attempt, verdict);
    }
}
