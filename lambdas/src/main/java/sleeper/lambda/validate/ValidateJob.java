package sleeper.lambda.validate;

import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.CutChooser;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobPlan;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.partition.LeafCut;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.verdict.Verdicts;
import sleeper.sort.check.FileCheck;
import sleeper.sort.sample.KeySampler;
import sleeper.sort.sample.SampledCuts;
import sleeper.statestore.instance.EarlierLoads;
import sleeper.statestore.instance.PreSplit;
import sleeper.statestore.job.Decision;
import sleeper.statestore.job.JobStore;
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
    private final PreSplit preSplit;
    private final KeySampler keySampler;

    public ValidateJob(LambdaPorts ports, FileCheck fileCheck, KeySampler keySampler) {
        this.jobs = ports.stores().jobs();
        this.planner = new JobPlanner(ports, fileCheck);
        this.verdicts = new Verdicts(ports.stores());
        this.earlierLoads = new EarlierLoads(ports.stores());
        this.preSplit = new PreSplit(ports.stores());
        this.keySampler = keySampler;
    }

    /**
     * @return the attempt's plan, which is stored; so is what the attempt will create on its platform
     * @throws InvalidRequestException with all faults, which are stored, if the job is refused
     * @throws RunFailedException      SUPERSEDED if the log has decided about the attempt meanwhile
     */
    public JobPlan validate(AttemptId attempt) {
        StoredJob job = verdicts.job(attempt);
        Optional<Decision> known = jobs.decision(attempt);
        if (known.flatMap(Decision::refusal).isEmpty()) {
            refuseIfDecided(attempt);
        }
        JobPlan plan = planOf(attempt, known.isPresent() ? known.get() : decide(job, attempt));
        jobs.resources().ask(attempt, plan.platform().description().creates());
        jobs.reportRunning(attempt);
        return plan;
    }

    /** An execution that is redriven after its end asks again about an attempt that is closed. */
    private void refuseIfDecided(AttemptId attempt) {
        if (verdicts.find(attempt).isPresent()) {
            throw new RunFailedException(
                    "Attempt " + attempt + " was not validated.",
                    List.of(Fault.of(ErrorCode.SUPERSEDED, "attempt " + attempt, "the log has decided about it", "")));
        }
    }

    /** @return what is decided, which another call may have done meanwhile, and otherwise */
    private Decision decide(StoredJob job, AttemptId attempt) {
        JobDocument document;
        try {
            document = JobDocumentJson.parse(job.document());
        } catch (InvalidRequestException e) {
            // An earlier version took what is refused by now.
            return jobs.reject(attempt, e.faults());
        }
        Faults faults = new Faults();
        Optional<JobPlan> plan = planner.plan(document, queueOf(job), attempt, faults);
        List<String> warnings =
                plan.map(found -> earlierLoads.register(found, faults)).orElse(List.of());
        return plan.isEmpty() || !faults.isEmpty()
                ? jobs.reject(attempt, faults.toList())
                : decideSplit(plan.get().withWarnings(warnings));
    }

    /** Only the table of a job that nothing speaks against is split for it. */
    private Decision decideSplit(JobPlan plan) {
        CutChooser sampled = new SampledCuts(keySampler);
        JobPlan split;
        try {
            split = preSplit.apply(plan, (of, tree, leaves) -> {
                List<LeafCut> cuts = sampled.choose(of, tree, leaves);
                // The sample may have taken minutes.
                refuseIfDecided(plan.attempt());
                return cuts;
            });
        } catch (InvalidRequestException e) {
            return jobs.reject(plan.attempt(), e.faults());
        }
        return jobs.decide(split);
    }

    private static JobPlan planOf(AttemptId attempt, Decision decision) {
        decision.refusal().ifPresent(refused -> {
            throw new InvalidRequestException("Job '" + attempt.jobId() + "' was not accepted.", refused.faults());
        });
        return decision.plan().orElseThrow();
    }

    private static JobQueue queueOf(StoredJob job) {
        return JobQueue.ofWord(job.queue())
                .orElseThrow(
                        () -> new IllegalStateException("job " + job.id() + " came through no queue: " + job.queue()));
    }
}
