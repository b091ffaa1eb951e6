package sleeper.api.job;

import java.util.List;
import java.util.Optional;
import sleeper.core.util.Require;
import sleeper.statestore.job.JobView;
import sleeper.statestore.job.StoredJob;

/**
 * The jobs that a list shows.
 *
 * @param jobs       the latest first
 * @param searchedTo the last job that was looked at, if that was given up before there were as many as wanted; else empty
 */
public record FoundJobs(List<JobView> jobs, Optional<StoredJob> searchedTo) {
    public FoundJobs {
        jobs = List.copyOf(jobs);
        Require.notNull("searchedTo", searchedTo);
    }
}
