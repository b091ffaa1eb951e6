package sleeper.cli.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.CutChooser;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.json.CanonicalJson;
import sleeper.core.platform.Platform;
import sleeper.core.table.TableName;
import sleeper.lambda.start.StartJob;
import sleeper.lambda.validate.JobPlanner;
import sleeper.run.OwnJob;
import sleeper.run.RealSurroundings;
import sleeper.sort.check.KernelFileCheck;
import sleeper.sort.sample.KernelKeySampler;
import sleeper.sort.sample.SampledCuts;
import sleeper.statestore.instance.EarlierLoads;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.PreSplit;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;

/** Stores what a Spark of the user's own needs to run one job: its document, an attempt, and the attempt's plan. */
final class PrepareJob {
    private final JobPlanner planner;
    private final EarlierLoads earlierLoads;
    private final CutChooser cutChooser;
    private final InstanceStores stores;
    private final JobStore jobs;
    private final String runId = RealSurroundings.get().ids().get();

    PrepareJob(Instance instance) {
        this.stores = instance.stores();
        this.jobs = stores.jobs();
        this.earlierLoads = new EarlierLoads(stores);
        this.cutChooser = new SampledCuts(new KernelKeySampler(stores.files()));
        this.planner = new JobPlanner(
                stores,
                instance.site()::freeBytes,
                instance.site().anySourceByDefault(),
                new KernelFileCheck(stores.files()));
    }

    /** @return the job with an id: its own, or a new one */
    JobDocument named(JobDocument document, String summary) {
        Optional<JobId> odd = document.id().filter(id -> !JobId.mayBeNew(id.value()));
        if (odd.isPresent() && jobs.job(odd.get()).isEmpty()) {
            throw new InvalidRequestException(summary, List.of(StartJob.notNew(odd.get())));
        }
        return document.withId(document.id().orElseGet(() -> StartJob.derivedId(runId)));
    }

    /**
     * Prepares the next attempt, for which those before it are given up.
     *
     * @param document the job, its id filled in
     * @param platform what kind of Spark the user brings
     * @param summary  what could not be done, if so; a sentence
     * @return the attempt's plan; empty if the job is committed
     * @throws InvalidRequestException with all that speaks against the job; nothing is stored then, unless it is found only while
     *                                 another job is prepared at the same time
     */
    Optional<JobPlan> prepare(JobDocument document, Platform platform, String summary, Instant now) {
        String words = JobDocumentJson.canonical(document);
        StoredJob job = new StoredJob(
                document.id().orElseThrow(), words, CanonicalJson.sha256(words), StoredJob.BY_PROGRAM, runId, now);
        if (isCommitted(job, document)) {
            return Optional.empty();
        }
        JobPlan plan = plan(document, platform, summary);
        TableLog log = stores.tables().log(plan.table());
        return new OwnJob(job, jobs, log)
                .begin(runId, plan.incarnation(), conflict(summary), now)
                .map(attempt -> decide(plan.forAttempt(attempt), summary));
    }

    /** What is committed is so, whatever became of its files. */
    private boolean isCommitted(StoredJob job, JobDocument document) {
        if (jobs.job(job.id()).filter(stored -> isSame(stored, job)).isEmpty()) {
            return false;
        }
        TableState state =
                stores.tables().log(new TableName(document.tableName())).state();
        return state.job(job.id())
                .flatMap(found -> found.committed())
                .filter(commit -> state.table()
                        .filter(table -> table.incarnation().equals(commit.incarnation()))
                        .isPresent())
                .isPresent();
    }

    private static boolean isSame(StoredJob stored, StoredJob job) {
        return !stored.isRunByExecutions() && stored.digest().equals(job.digest());
    }

    private JobPlan plan(JobDocument document, Platform platform, String summary) {
        Faults faults = new Faults();
        AttemptId first = new AttemptId(document.id().orElseThrow(), 1);
        Optional<JobPlan> plan = planner.planForOwnEngine(document, platform, first, faults);
        plan.ifPresent(found -> earlierLoads.find(found, faults));
        faults.throwIfAny(summary);
        // Keys that cannot be taken speak against the job before anything is stored.
        JobPlan unused = PreSplit.propose(plan.orElseThrow(), cutChooser);
        return plan.orElseThrow();
    }

    private static OwnJob.Conflict conflict(String summary) {
        return new OwnJob.Conflict(
                summary,
                "a job of another document",
                "a job of this document that was prepared before",
                "Give the job an id of its own.");
    }

    /** Registered only now, so that a job that is refused stands in no other's way. */
    private JobPlan decide(JobPlan plan, String summary) {
        Faults faults = new Faults();
        List<String> warnings = earlierLoads.register(plan, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(
                    summary,
                    jobs.reject(plan.attempt(), faults.toList())
                            .refusal()
                            .orElseThrow()
                            .faults());
        }
        return jobs.decide(split(plan.withWarnings(warnings))).plan().orElseThrow();
    }

    /** An attempt that has neither plan nor refusal would stand in the way of other jobs. */
    private JobPlan split(JobPlan plan) {
        try {
            return new PreSplit(stores).apply(plan, cutChooser);
        } catch (InvalidRequestException e) {
            var unused = jobs.reject(plan.attempt(), e.faults());
            throw e;
        }
    }
}
