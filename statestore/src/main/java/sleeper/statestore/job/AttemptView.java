package sleeper.statestore.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;

/**
 * An attempt as a person wants to see it.
 *
 * @param attempt the attempt
 * @param status  where it stands
 * @param askedAt when it was asked for
 * @param endedAt when it ended, if it has
 * @param faults  why it was rejected or failed; none otherwise
 * @param files   files it committed
 * @param rows    rows it committed
 */
public record AttemptView(
        AttemptId attempt,
        JobStatus status,
        Instant askedAt,
        Optional<Instant> endedAt,
        List<Fault> faults,
        int files,
        long rows) {
    public AttemptView {
        faults = List.copyOf(faults);
    }
}
