package sleeper.statestore.table;

import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.statestore.table.JobState.Commit;
import sleeper.statestore.table.JobState.Exclusion;

/** What the log says of a request. It comes from replayed state alone, and the log does not change its mind about an attempt. */
public sealed interface Verdict {
    /**
     * The job is committed.
     *
     * @param attempt the attempt that committed it, which need not be the one that asked
     * @param commit  the commit
     */
    record Committed(AttemptId attempt, Commit commit) implements Verdict {}

    /**
     * The attempt is excluded and will never commit.
     *
     * @param attempt   the attempt
     * @param exclusion the exclusion that covers it
     */
    record Excluded(AttemptId attempt, Exclusion exclusion) implements Verdict {}

    /**
     * A change of the table itself was made.
     *
     * @param slot the slot that made it
     */
    record Done(long slot) implements Verdict {}

    /**
     * The request changed nothing and cannot be granted as things are.
     *
     * @param fault why, and what to do
     */
    record Refused(Fault fault) implements Verdict {}
}
