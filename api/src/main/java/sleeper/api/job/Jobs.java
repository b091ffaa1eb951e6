package sleeper.api.job;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.JobView;

/** Where the jobs of an instance stand, and what their executions did. Safe for use by many threads. */
public final class Jobs {
    private final Instance instance;
    private final JobHistory history;
    private final KnownPlans plans;

    public Jobs(Instance instance) {
        this.instance = instance;
        this.history =
                new JobHistory(instance.stores().jobs(), instance.stores().tables());
        this.plans = new KnownPlans(instance.stores().jobs());
    }

    public Instance instance() {
        return instance;
    }

    public ExecutionStories stories() {
        return instance.stories();
    }

    public JobStore store() {
        return instance.stores().jobs();
    }

    /** @return the jobs that are meant, the latest first */
    public List<JobView> list(JobFilter filter) {
        return search(filter, Optional.empty(), () -> true).jobs();
    }

    /**
     * @param before the jobs that were received before it; empty for all
     * @param goesOn asked now and then while jobs are left out; if it does not, the search ends where it has come to
     * @return those of them that are meant
     */
    public FoundJobs search(JobFilter filter, Optional<JobView> before, BooleanSupplier goesOn) {
        return filter.of(history, before, goesOn);
    }

    public Optional<JobView> find(JobId id) {
        return history.find(id);
    }

    /**
     * @param text the id as the user gave it
     * @throws InvalidRequestException UNKNOWN_JOB if there is no such job
     */
    public JobView require(String text) {
        if (!JobId.isValid(text)) {
            throw unknown(text);
        }
        JobId id = new JobId(text);
        return find(id).orElseThrow(
                        () -> store().isNotified(new AttemptId(id, 1), "refused") ? refused(text) : unknown(text));
    }

    /** @param text the id that a job of the message would have had */
    private static InvalidRequestException refused(String text) {
        return new InvalidRequestException(
                "Job '" + text + "' was not found.",
                List.of(new Fault(
                        ErrorCode.UNKNOWN_JOB,
                        "job " + text,
                        "a message that was refused, so that no execution was started for it",
                        "",
                        "Look at the message and why it was refused with 'sleeper dead-letters show " + text + "'.")));
    }

    public static InvalidRequestException unknown(String text) {
        return new InvalidRequestException(
                "Job '" + text + "' was not found.",
                List.of(new Fault(
                        ErrorCode.UNKNOWN_JOB,
                        "job " + text,
                        "no job of this id",
                        "",
                        "List the jobs with 'sleeper jobs'. A job that was sent while no services ran is not known before"
                                + " they have taken it: run 'sleeper local'.")));
    }

    public JobReport report(JobView job) {
        return JobReport.whole(instance, plans, job);
    }

    /** @return the report for a list, of which {@link JobReport#summaryJson} alone is whole */
    public JobReport listed(JobView job) {
        return JobReport.ofList(instance, plans, job);
    }

    /**
     * @param action what to do instead; a whole sentence
     * @throws InvalidRequestException WRONG_STATUS if no execution runs the job: a program writes its rows, or it was prepared
     */
    public static void expectExecutions(JobView job, String summary, String action) {
        if (!job.job().isRunByExecutions()) {
            throw new InvalidRequestException(
                    summary,
                    List.of(new Fault(
                            ErrorCode.WRONG_STATUS,
                            "job " + job.job().id(),
                            PreparedJob.is(job)
                                    ? "a job that was prepared for a Spark of your own"
                                    : "rows that a program writes through IngestRecords",
                            "a job that came through a queue",
                            action)));
        }
    }

    /** @throws InvalidRequestException WRONG_STATUS if the job never had an attempt */
    public static AttemptView lastAttempt(JobView job, String summary) {
        if (job.attempts().isEmpty()) {
            throw wrongStatus(job, summary, "no attempt yet", "a job that was attempted");
        }
        return job.attempts().get(job.attempts().size() - 1);
    }

    public static InvalidRequestException wrongStatus(JobView job, String summary, String found, String allowed) {
        return new InvalidRequestException(
                summary,
                List.of(Fault.of(ErrorCode.WRONG_STATUS, "job " + job.job().id(), found, allowed)));
    }
}
