package sleeper.lambda.verdict;

import java.util.List;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.core.util.Require;

/**
 * How an attempt ended.
 *
 * @param attempt   the attempt asked about
 * @param committed the attempt that committed the job, where status is COMMITTED; otherwise the one asked about
 * @param status    an ended one
 * @param faults    why; empty for a commit only
 * @param rows      rows committed
 * @param files     files committed
 */
public record Outcome(
        AttemptId attempt, AttemptId committed, JobStatus status, List<Fault> faults, long rows, long files) {
    public Outcome {
        Require.notNull("attempt", attempt);
        Require.notNull("committed", committed);
        Require.that(status.isEnded(), "an attempt that is " + status + " has not ended");
        faults = List.copyOf(faults);
        Require.that(faults.isEmpty() == (status == JobStatus.COMMITTED), "faults belong to what did not commit");
    }

    static Outcome failed(AttemptId attempt, JobStatus status, List<Fault> faults) {
        return new Outcome(attempt, attempt, status, faults, 0, 0);
    }
}
