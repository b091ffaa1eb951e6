package sleeper.statestore.job;

import java.time.Instant;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.job.JobStatus;
import sleeper.core.util.Require;

/**
 * How an attempt ended, as the table's log says; a projection of it.
 *
 * @param status {@link JobStatus#COMMITTED}, {@link JobStatus#FAILED} or {@link JobStatus#ABORTED}
 * @param slot   the slot that decided it
 * @param at     when, by the clock of whoever decided
 * @param code   of a failure
 * @param text   of a failure, for people; empty for a commit
 * @param files  files committed
 * @param rows   rows committed
 */
public record AttemptOutcome(
        JobStatus status, long slot, Instant at, Optional<ErrorCode> code, String text, int files, long rows) {
    public AttemptOutcome {
        Require.notNull("status", status);
        Require.notNull("at", at);
        Require.notNull("code", code);
        Require.notNull("text", text);
    }
}
