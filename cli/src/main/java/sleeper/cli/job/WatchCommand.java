package sleeper.cli.job;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.api.job.Jobs;
import sleeper.cli.frame.Surrounding;
import sleeper.core.job.JobId;
import sleeper.statestore.instance.Services;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.job.JobView;

/** {@code watch}: follows a job until it has ended. */
@Command(
        name = "watch",
        description = "Follows a job in named phases until it has ended. If no services run, it runs them meanwhile.")
public final class WatchCommand extends JobCommand {
    /** How often is looked whether a message that waits on a queue has become a job, once services run. */
    private static final int LOOKS_TO_BE_TAKEN = 100;

    @Parameters(paramLabel = "ID", description = "The job.")
    private String id;

    public WatchCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!JobId.isValid(id)) {
            throw Jobs.unknown(id);
        }
        Jobs jobs = new Jobs(instance());
        Optional<JobView> known = jobs.find(new JobId(id));
        if (known.isPresent() && known.get().status().isEnded()) {
            return tell(jobs.report(known.get()));
        }
        if (known.isEmpty() && !isAnyMessageWaiting()) {
            // A message that was taken since the first look has left its job behind.
            Optional<JobView> taken = jobs.find(new JobId(id));
            if (taken.isEmpty()) {
                throw Jobs.unknown(id);
            }
        }
        if (instance().isServed()) {
            return tell(jobs.report(follow(jobs)));
        }
        JobView ended;
        try (Services services = instance().openServices()) {
            console().progress(services.areOwn() ? "running the services meanwhile" : "services have started");
            ended = follow(jobs);
        }
        return tell(jobs.report(ended));
    }

    /** @return whether a message that waits may be the job's; so it may be if nobody can say */
    private boolean isAnyMessageWaiting() {
        try {
            return !instance().waitingMessages().isEmpty();
        } catch (UnreachableException e) {
            return true;
        }
    }

    private JobView follow(Jobs jobs) throws InterruptedException {
        Optional<JobView> found = attempted(jobs);
        for (int looks = 1; found.isEmpty() && looks < LOOKS_TO_BE_TAKEN; looks++) {
            TimeUnit.MILLISECONDS.sleep(jobs.stories().lookEvery().toMillis());
            found = attempted(jobs);
        }
        JobView job = found.orElseThrow(() -> Jobs.unknown(id));
        return new JobFollower(surrounding(), jobs)
                .awaitEnd(Jobs.lastAttempt(job, "Job '" + id + "' was not followed.")
                        .attempt());
    }

    private Optional<JobView> attempted(Jobs jobs) {
        return jobs.find(new JobId(id)).filter(job -> !job.attempts().isEmpty());
    }
}
