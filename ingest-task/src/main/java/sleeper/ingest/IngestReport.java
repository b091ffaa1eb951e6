package sleeper.ingest;

import sleeper.core.job.AttemptId;
import sleeper.core.util.Require;

/**
 * What was committed.
 *
 * @param attempt          the attempt that committed the job
 * @param rows             rows in the table by this job
 * @param files            files that hold them
 * @param alreadyCommitted whether the rows were in the table before: the same were written under this job id earlier
 */
public record IngestReport(AttemptId attempt, long rows, int files, boolean alreadyCommitted) {
    public IngestReport {
        Require.notNull("attempt", attempt);
        Require.atLeast("rows", rows, 0);
        Require.atLeast("files", files, 0);
    }
}
