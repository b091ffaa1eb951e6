package sleeper.api.job;

import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.table.TableName;
import sleeper.run.OwnJob;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.JobView;
import sleeper.statestore.job.RecordedFaults;

/** A job that {@code prepare} has stored: its user starts the engine, and says when it is to be committed or given up. */
public final class PreparedJob {
    private final JobView job;
    private final JobStore store;
    private final OwnJob own;

    private PreparedJob(Jobs jobs, JobView job) {
        this.job = job;
        this.store = jobs.store();
        this.own =
                new OwnJob(job.job(), store, jobs.instance().stores().tables().log(new TableName(job.table())));
    }

    /** @return whether a job was prepared; one whose rows a program writes names no files */
    public static boolean is(JobView job) {
        return !job.job().isRunByExecutions()
                && !JobDocumentJson.parseStored(job.job().document()).files().isEmpty();
    }

    /** @throws InvalidRequestException WRONG_STATUS if the job was not prepared */
    public static PreparedJob require(Jobs jobs, JobView job, String summary) {
        if (!is(job)) {
            throw new InvalidRequestException(
                    summary,
                    List.of(new Fault(
                            ErrorCode.WRONG_STATUS,
                            "job " + job.job().id(),
                            job.job().isRunByExecutions()
                                    ? "a job that came through the queue '"
                                            + job.job().queue() + "'"
                                    : "rows that a program writes through IngestRecords",
                            "a job that was prepared with 'sleeper prepare'",
                            job.job().isRunByExecutions()
                                    ? "Its execution commits it: follow it with 'sleeper watch ID'."
                                    : "The program commits it.")));
        }
        return new PreparedJob(jobs, job);
    }

    /**
     * Commits the newest attempt, if it has a manifest.
     *
     * @throws RunFailedException if it has none, with what its run has met; or if the log refuses it
     */
    public void commit(AttemptView newest) {
        AttemptId attempt = newest.attempt();
        Manifest manifest = store.manifest(attempt).orElseThrow(() -> noManifest(attempt));
        JobPlan plan = store.plan(attempt)
                .orElseThrow(() -> new IllegalStateException("attempt " + attempt + " has a manifest and no plan"));
        var unused = own.commit(manifest, plan.incarnation());
    }

    private RunFailedException noManifest(AttemptId attempt) {
        String summary = "Job '" + job.job().id() + "' was not committed";
        return store.failure(attempt)
                .map(RecordedFaults::faults)
                .map(met -> new RunFailedException(
                        summary + ": the run of attempt " + attempt.number()
                                + " failed. Mend what it met, then prepare the job again.",
                        met))
                .orElseGet(() -> new RunFailedException(
                        summary + ".",
                        List.of(new Fault(
                                ErrorCode.WRONG_STATUS,
                                "attempt " + attempt,
                                "no manifest" + ofAnother(attempt),
                                "the manifest that a run puts when all its files are written",
                                "Let spark-submit run to its end, then commit again. If it died, start it again as it was,"
                                        + " or prepare the job again."))));
    }

    /** A run that was given up for a newer attempt may have come to its end all the same. */
    private String ofAnother(AttemptId newest) {
        for (int number = newest.number() - 1; number > 0; number--) {
            if (store.manifest(new AttemptId(newest.jobId(), number)).isPresent()) {
                return "; attempt " + number + " has one, and was given up when the job was prepared again";
            }
        }
        return "";
    }

    /** Asks the log to exclude an attempt; if it has committed it before, nothing changes. */
    public void giveUp(AttemptId attempt) {
        Fault fault = new Fault(
                ErrorCode.ABORTED,
                "job " + job.job().id(),
                "that it was given up while it ran",
                "",
                "Prepare the job again when wanted.");
        boolean unused = own.discard(
                attempt,
                JobStatus.ABORTED,
                List.of(fault),
                store.manifest(attempt).map(Manifest::files).orElse(List.of()));
    }
}
