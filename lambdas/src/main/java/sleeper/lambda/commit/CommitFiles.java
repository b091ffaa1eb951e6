package sleeper.lambda.commit;

import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.lambda.port.JobMetric;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.verdict.Outcome;
import sleeper.lambda.verdict.VerdictDto;
import sleeper.lambda.verdict.Verdicts;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.Verdict;

/**
 * Appends an attempt's files to the table's log, all at once. Nothing that can fail comes after the append but asking what it
 * said, and asking again is harmless. Safe for use by many threads.
 */
public final class CommitFiles {
    private final LambdaPorts ports;
    private final JobStore jobs;
    private final Verdicts verdicts;

    public CommitFiles(LambdaPorts ports) {
        this.ports = ports;
        this.jobs = ports.stores().jobs();
        this.verdicts = new Verdicts(ports.stores());
    }

    /**
     * @return the log's verdict, which is not always a commit: the attempt may have been excluded before
     * @throws RunFailedException TASK_LOST if the run left no manifest; what it left as its failure, if it did; the log's reason
     *                            if it refuses the files (the table was dropped)
     */
    public VerdictDto commit(AttemptId attempt) {
        JobPlan plan = jobs.plan(attempt)
                .orElseThrow(() -> failed(attempt, fault(ErrorCode.INTERNAL, attempt, "no plan", "a plan")));
        Optional<Manifest> manifest = jobs.manifest(attempt);
        if (manifest.isEmpty()) {
            // Garbage collection takes it once the log has decided.
            return verdicts.toDto(verdicts.find(attempt).orElseThrow(() -> noManifest(attempt)));
        }
        Verdict verdict = ports.stores()
                .tables()
                .log(plan.table())
                .commit(attempt, plan.digest(), plan.incarnation(), manifest.get());
        if (verdict instanceof Verdict.Refused refused) {
            jobs.recordFailure(attempt, List.of(refused.fault()));
            throw failed(attempt, refused.fault());
        }
        Outcome outcome = verdicts.outcome(attempt, verdict);
        if (outcome.status() == JobStatus.COMMITTED) {
            ports.metrics().count(JobMetric.JOBS_COMMITTED);
        }
        return verdicts.toDto(outcome);
    }

    /** Told as the run told it, if it could; stored, so that the step that records the failure finds it. */
    private RunFailedException noManifest(AttemptId attempt) {
        List<Fault> lost = List.of(fault(ErrorCode.TASK_LOST, attempt, "no manifest", "the manifest of a run"));
        return new RunFailedException(
                "Attempt " + attempt + " was not committed.",
                jobs.recordFailure(attempt, lost).faults());
    }

    private static RunFailedException failed(AttemptId attempt, Fault fault) {
        return new RunFailedException("Attempt " + attempt + " was not committed.", List.of(fault));
    }

    private static Fault fault(ErrorCode code, AttemptId attempt, String found, String allowed) {
        return Fault.of(code, "attempt " + attempt, found, allowed);
    }
}
