package sleeper.lambda.validate;

import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobPlan;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.verdict.Verdicts;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.RecordedFaults;
import sleeper.statestore.job.StoredJob;

/**
 * Decides whether an attempt may run, and fixes what it will do. All faults are gathered and stored before the job is refused.
 * What was decided once stands: repeated, it answers the same, also where the call before still runs since only its reply was
 * lost. Safe for use by many threads.
 */
public final class ValidateJob {
    private final JobStore jobs;
    private final JobPlanner planner;
    private final Verdicts verdicts;
    private final EarlierLoads earlierLoads;

    public ValidateJob(LambdaPorts ports, FileCheck fileCheck) {
        this.jobs = ports.stores().jobs();
        this.planner = new JobPlanner(ports, fileCheck);
        this.verdicts = new Verdicts(ports.stores());
        this.earlierLoads = new EarlierLoads(ports.stores());
    }

    /**
     * @return the attempt's plan, which is stored
     * @throws InvalidRequestException with all faults, which are stored, if the job is refused
     * @throws RunFailedException      SUPERSEDED if the log has decided about the attempt meanwhile
     */
    public JobPlan validate(AttemptId attempt) {
        checkNotRefused(attempt);
        StoredJob job = verdicts.job(attempt);
        Optional<JobPlan> planned = jobs.plan(attempt);
        JobPlan plan = planned.isPresent() ? planned.get() : decide(job, attempt);
        jobs.reportRunning(attempt);
        return plan;
    }

    private JobPlan decide(StoredJob job, AttemptId attempt) {
        if (verdicts.find(attempt).isPresent()) {
            throw new RunFailedException(
                    "Attempt " + attempt + " was not validated.",
                    List.of(Fault.of(ErrorCode.SUPERSEDED, "attempt " + attempt, "the log has decided about it", "")));
        }
        Faults faults = new Faults();
        JobDocument document = JobDocumentJson.parse(job.document());
        Optional<JobPlan> plan = planner.plan(document, queueOf(job), attempt, faults);
        List<String> warnings =
                plan.map(found -> earlierLoads.register(found, faults)).orElse(List.of());
        if (plan.isEmpty() || !faults.isEmpty()) {
            return jobs.plan(attempt)
                    .orElseThrow(() -> refusal(
                            attempt, jobs.reject(attempt, faults.toList()).faults()));
        }
        checkNotRefused(attempt);
        return jobs.putPlan(plan.get().withWarnings(warnings));
    }

    private void checkNotRefused(AttemptId attempt) {
        Optional<RecordedFaults> refused = jobs.rejection(attempt);
        if (refused.isPresent()) {
            throw refusal(attempt, refused.get().faults());
        }
    }

    private static JobQueue queueOf(StoredJob job) {
        return JobQueue.ofWord(job.queue())
                .orElseThrow(
                        () -> new IllegalStateException("job " + job.id() + " came through no queue: " + job.queue()));
    }

    private static InvalidRequestException refusal(AttemptId attempt, List<Fault> faults) {
        return new InvalidRequestException("Job '" + attempt.jobId() + "' was not accepted.", faults);
    }
}
