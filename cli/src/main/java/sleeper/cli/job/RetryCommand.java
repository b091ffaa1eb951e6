package sleeper.cli.job;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.api.job.JobActions;
import sleeper.api.job.Jobs;
import sleeper.cli.frame.Surrounding;
import sleeper.statestore.job.JobView;

/** {@code retry}: another attempt at a job that ended without its rows in the table. */
@Command(
        name = "retry",
        description =
                "Sends a job that was rejected, failed or aborted to its queue again, under its id: a new attempt.")
public final class RetryCommand extends JobCommand {
    @Parameters(paramLabel = "ID", description = "The job.")
    private String id;

    @Option(names = "--wait", description = "Follow the job until it has ended; exit code 1 if it was not committed.")
    private boolean wait;

    public RetryCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() throws InterruptedException {
        JobView job = new Jobs(instance()).require(id);
        return send(new JobActions(instance()).again(job), wait);
    }
}
