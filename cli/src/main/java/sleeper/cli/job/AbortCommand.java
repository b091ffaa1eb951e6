package sleeper.cli.job;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.api.job.JobActions;
import sleeper.api.job.JobReport;
import sleeper.api.job.Jobs;
import sleeper.api.job.PreparedJob;
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
        String refused = JobActions.notAborted(job);
        AttemptView last = JobActions.running(job);
        if (PreparedJob.is(job)) {
            return giveUp(jobs, PreparedJob.require(jobs, job, refused), last, refused);
        }
        JobView ended;
        try (Services services = jobs.instance().openServices()) {
            JobActions.stop(services, job, last, "Stopped by a person with 'sleeper abort'.");
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
        print(report::json, new JobWords(report)::words);
        return ended.status() == JobStatus.ABORTED ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** It is stopped; what follows from that cannot be written down for now, and nobody need wait for it. */
    private int tellLater(Jobs jobs, String waiting) {
        console().progress(waiting);
        JobReport report = jobs.report(jobs.require(id));
        print(report::json, new JobWords(report)::words);
        return ExitCode.DONE;
    }
}
