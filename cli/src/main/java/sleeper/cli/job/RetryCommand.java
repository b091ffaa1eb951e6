package sleeper.cli.job;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.cli.frame.Surrounding;
import sleeper.core.job.JobStatus;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobView;
import sleeper.statestore.job.StoredJob;

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
        String refused = "Job '" + id + "' was not retried.";
        AttemptView last = Jobs.lastAttempt(job, refused);
        if (job.status() == JobStatus.COMMITTED || !last.status().isEnded()) {
            throw Jobs.wrongStatus(job, refused, job.status().name(), "REJECTED, FAILED or ABORTED");
        }
        Jobs.expectExecutions(
                job,
                refused,
                PreparedJob.is(job)
                        ? "Prepare the job again with 'sleeper prepare': that makes another attempt."
                        : "Run the program again with the same job id.");
        StoredJob stored = job.job();
        JobQueue queue = JobQueue.ofWord(stored.queue())
                .orElseThrow(
                        () -> new IllegalStateException("job " + id + " came through no queue: " + stored.queue()));
        return send(Optional.of(stored.id()), stored.document(), queue, wait);
    }
}
