package sleeper.cli.job;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.Surrounding;
import sleeper.core.job.JobStatus;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Services;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobView;

/** {@code abort}: stops a job that runs. */
@Command(
        name = "abort",
        description =
                "Stops a job: its execution, and what that has started. If its rows are in the table by then, they stay.")
public final class AbortCommand extends JobCommand {
    @Parameters(paramLabel = "ID", description = "The job.")
    private String id;

    public AbortCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() throws InterruptedException {
        Jobs jobs = new Jobs(instance());
        JobView job = jobs.require(id);
        String refused = "Job '" + id + "' was not aborted.";
        AttemptView last = Jobs.lastAttempt(job, refused);
        expectRunning(job, last, refused);
        if (PreparedJob.is(job)) {
            return giveUp(jobs, PreparedJob.require(jobs, job, refused), last, refused);
        }
        Jobs.expectExecutions(job, refused, "Stop the program; what it has not committed is never seen.");
        JobView ended;
        try (Services services = jobs.instance().openServices()) {
            boolean there =
                    services.executions().stop(last.attempt(), "ABORTED", "Stopped by a person with 'sleeper abort'.");
            if (!there) {
                throw Jobs.wrongStatus(job, refused, job.status() + " and not started yet", "a job that runs");
            }
            console().progress("stopped execution " + last.attempt().executionName());
            Optional<String> waiting = jobs.stories().find(last.attempt()).flatMap(ExecutionStory::waiting);
            if (waiting.isPresent()) {
                return tellLater(jobs, waiting.get());
            }
            ended = new JobFollower(surrounding(), jobs).awaitEnd(last.attempt());
        }
        return tellEnd(jobs, ended, refused);
    }

    /** Where no execution runs the job, the log is asked at once. Whatever runs it finds that out and stops by itself. */
    private int giveUp(Jobs jobs, PreparedJob prepared, AttemptView last, String refused) {
        prepared.giveUp(last.attempt());
        return tellEnd(jobs, jobs.require(id), refused);
    }

    private int tellEnd(Jobs jobs, JobView ended, String refused) {
        if (ended.status() == JobStatus.COMMITTED) {
            throw Jobs.wrongStatus(ended, refused, "COMMITTED before it could be stopped", "a job that runs");
        }
        JobReport report = jobs.report(ended);
        print(report::json, report::words);
        return ended.status() == JobStatus.ABORTED ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** It is stopped; what follows from that cannot be written down for now, and nobody need wait for it. */
    private int tellLater(Jobs jobs, String waiting) {
        console().progress(waiting);
        JobReport report = jobs.report(jobs.require(id));
        print(report::json, report::words);
        return ExitCode.DONE;
    }

    private static void expectRunning(JobView job, AttemptView last, String refused) {
        if (job.status() == JobStatus.COMMITTED || last.status().isEnded()) {
            throw Jobs.wrongStatus(job, refused, job.status().name(), "ACCEPTED or RUNNING");
        }
    }
}
