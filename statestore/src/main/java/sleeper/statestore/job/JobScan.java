package sleeper.statestore.job;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sleeper.core.job.JobStatus;

/**
 * Goes through the jobs in the order they were received, the latest first, and reads of each no more than is asked for: no day is listed
 * twice for it, and no table's log is asked twice what it decided. For one thread.
 */
public final class JobScan {
    private final JobHistory history;
    private final JobOrder.Reading reading;
    private final Set<String> projected = new HashSet<>();

    JobScan(JobHistory history, JobOrder.Reading reading) {
        this.history = history;
        this.reading = reading;
    }

    /**
     * @param most jobs that are wanted, 1 or more
     * @return the next jobs; fewer than that at the end alone
     */
    public List<StoredJob> next(int most) {
        return reading.next(most);
    }

    /** @return where each of the jobs stands, as its view says */
    public List<JobStatus> statuses(List<StoredJob> jobs) {
        return history.statuses(jobs, projected);
    }

    /** @return what there is to see of each of the jobs */
    public List<JobView> views(List<StoredJob> jobs) {
        return history.views(jobs, projected);
    }
}
