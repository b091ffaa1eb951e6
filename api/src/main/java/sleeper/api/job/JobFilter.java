package sleeper.api.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.job.JobStatus;
import sleeper.core.util.Require;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobView;

/**
 * Which jobs a list shows: of those that all of this holds of, the latest.
 *
 * @param statuses any of these; empty for any
 * @param table    name of their table
 * @param since    not received before
 * @param most     jobs, 1 or more
 */
public record JobFilter(Set<JobStatus> statuses, Optional<String> table, Optional<Instant> since, int most) {
    private static final int PAGE = 200;

    public JobFilter {
        statuses = Set.copyOf(statuses);
        Require.notNull("table", table);
        Require.notNull("since", since);
        Require.that(most >= 1, "most is " + most);
    }

    /** @return whether a job could be left out by what it is, not by how many there are */
    public boolean leavesOut() {
        return !statuses.isEmpty() || table.isPresent() || since.isPresent();
    }

    /**
     * @param before the jobs that were received before it; empty for all
     * @return the jobs, the latest first; no more pages are read than are needed
     */
    List<JobView> of(JobHistory history, Optional<JobView> before) {
        int atOnce = leavesOut() ? PAGE : most;
        List<JobView> found = new ArrayList<>();
        List<JobView> page = history.page(before, atOnce);
        while (!page.isEmpty()) {
            for (JobView job : page) {
                if (found.size() == most || isBefore(job)) {
                    return found;
                }
                if (isMeant(job)) {
                    found.add(job);
                }
            }
            page = page.size() < atOnce ? List.of() : history.page(Optional.of(page.get(page.size() - 1)), atOnce);
        }
        return found;
    }

    /** The rest is older still. */
    private boolean isBefore(JobView job) {
        return since.filter(time -> job.job().receivedAt().isBefore(time)).isPresent();
    }

    private boolean isMeant(JobView job) {
        return (statuses.isEmpty() || statuses.contains(job.status()))
                && table.filter(name -> !name.equals(job.table())).isEmpty();
    }
}
