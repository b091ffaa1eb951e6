package sleeper.statestore.job;

import java.util.List;
import sleeper.core.job.JobStatus;

/**
 * A job as a person wants to see it.
 *
 * @param job      what was accepted
 * @param table    name of its table, as written in the document
 * @param status   where it stands: COMMITTED once an attempt is, else as its newest attempt
 * @param attempts from the first on
 * @param history  oldest line first
 */
public record JobView(
        StoredJob job, String table, JobStatus status, List<AttemptView> attempts, List<HistoryLine> history) {
    public JobView {
        attempts = List.copyOf(attempts);
        history = List.copyOf(history);
    }
}
