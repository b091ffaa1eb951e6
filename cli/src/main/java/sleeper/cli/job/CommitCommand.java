package sleeper.cli.job;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.api.error.ErrorReport;
import sleeper.api.job.JobReport;
import sleeper.api.job.Jobs;
import sleeper.api.job.PreparedJob;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.Surrounding;
import sleeper.core.error.RunFailedException;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobView;

/** {@code commit}: makes the files of a prepared job part of its table. */
@Command(
        name = "commit",
        description =
                "Makes what the newest attempt at a prepared job has written part of the table, all at once. Repeated, it answers the same.")
public final class CommitCommand extends JobCommand {
    @Parameters(paramLabel = "ID", description = "The job.")
    private String id;

    public CommitCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        Jobs jobs = new Jobs(instance());
        JobView job = jobs.require(id);
        String refused = "Job '" + id + "' was not committed.";
        PreparedJob prepared = PreparedJob.require(jobs, job, refused);
        AttemptView newest = Jobs.lastAttempt(job, refused);
        if (!job.status().isEnded()) {
            try {
                prepared.commit(newest);
            } catch (RunFailedException e) {
                return tellFailure(jobs.report(jobs.require(id)), ErrorReport.of(e));
            }
        }
        return tell(jobs.report(jobs.require(id)));
    }

    private int tellFailure(JobReport report, ErrorReport error) {
        print(() -> report.json().setAll(error.json()), new JobWords(report)::words);
        if (!json()) {
            console().error(error, false);
        }
        return ExitCode.FAILED;
    }
}
