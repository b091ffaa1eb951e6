package sleeper.api.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import sleeper.core.job.JobStatus;
import sleeper.core.util.Require;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobScan;
import sleeper.statestore.job.JobView;
import sleeper.statestore.job.StoredJob;

/**
 * Which jobs a list shows: of those that all of this holds of, the latest.
 *
 * @param statuses any of these; empty for any
 * @param table    name of their table
 * @param since    not received before
 * @param most     jobs, 1 or more
 */
public record JobFilter(Set<JobStatus> statuses, Optional<String> table, Optional<Instant> since, int most) {
    /** Jobs that are read before it is asked whether to go on: few enough that even a far store gives them in a second or two. */
    private static final int AT_ONCE = 64;

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
     * @param goesOn asked now and then; if it does not, what was found so far is given
     * @return the jobs; no more of the history is read than they need
     */
    FoundJobs of(JobHistory history, Optional<JobView> before, BooleanSupplier goesOn) {
        if (!leavesOut()) {
            return new FoundJobs(history.page(before, most), Optional.empty());
        }
        JobScan scan = history.scan(before);
        List<JobView> found = new ArrayList<>();
        while (true) {
            List<StoredJob> jobs =
                    scan.next(AT_ONCE).stream().takeWhile(job -> !isTooOld(job)).toList();
            List<StoredJob> meant = ofStatuses(scan, ofTable(jobs));
            found.addAll(scan.views(meant.subList(0, Math.min(meant.size(), most - found.size()))));
            if (found.size() == most || jobs.size() < AT_ONCE) {
                return new FoundJobs(found, Optional.empty());
            }
            if (!goesOn.getAsBoolean()) {
                return new FoundJobs(found, Optional.of(jobs.get(AT_ONCE - 1)));
            }
        }
    }

    /** The rest is older still. */
    private boolean isTooOld(StoredJob job) {
        return since.filter(time -> job.receivedAt().isBefore(time)).isPresent();
    }

    private List<StoredJob> ofTable(List<StoredJob> jobs) {
        return table.map(name -> jobs.stream()
                        .filter(job -> name.equals(JobHistory.tableOf(job)))
                        .toList())
                .orElse(jobs);
    }

    private List<StoredJob> ofStatuses(JobScan scan, List<StoredJob> jobs) {
        if (statuses.isEmpty() || jobs.isEmpty()) {
            return jobs;
        }
        List<JobStatus> found = scan.statuses(jobs);
        return IntStream.range(0, jobs.size())
                .filter(i -> statuses.contains(found.get(i)))
                .mapToObj(jobs::get)
                .toList();
    }
}
