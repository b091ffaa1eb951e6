package sleeper.statestore.table;

import java.util.List;
import java.util.Optional;
import sleeper.core.util.Require;
import sleeper.statestore.transaction.Transaction.Reason;

/**
 * What the log says of one job. It is kept for ever, so that no redelivery however late commits a job again.
 *
 * @param digest     digest of the job's canonical document
 * @param committed  the attempt that committed, if one did; it never changes
 * @param exclusions the exclusions of attempts, ascending; each excludes the attempts before it too
 */
public record JobState(String digest, Optional<Commit> committed, List<Exclusion> exclusions) {
    public JobState {
        Require.notBlank("digest", digest);
        Require.notNull("committed", committed);
        exclusions = List.copyOf(exclusions);
    }

    /**
     * The commit of a job.
     *
     * @param attempt      number of the attempt
     * @param manifestHash names the manifest whose files were added
     * @param incarnation  the table they were added to
     * @param slot         the slot that decided it
     * @param atMillis     when, by the committer's clock
     * @param fileCount    files added
     * @param rowCount     rows in them
     */
    public record Commit(
            int attempt,
            String manifestHash,
            String incarnation,
            long slot,
            long atMillis,
            int fileCount,
            long rowCount) {}

    /**
     * The exclusion of an attempt and those before it.
     *
     * @param attempt  number of the attempt
     * @param reason   why
     * @param slot     the slot that decided it
     * @param atMillis when, by the clock of whoever excluded it
     */
    public record Exclusion(int attempt, Reason reason, long slot, long atMillis) {}

    /** @return number of the last attempt that can no longer commit; 0 for none */
    public int excludedUpTo() {
        return exclusions.isEmpty() ? 0 : exclusions.get(exclusions.size() - 1).attempt();
    }

    /** @return the exclusion that covers the attempt: the one with the least number at or above it */
    public Optional<Exclusion> exclusionOf(int attempt) {
        return exclusions.stream()
                .filter(exclusion -> exclusion.attempt() >= attempt)
                .findFirst();
    }
}
