package sleeper.ingest;

import java.time.Duration;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.JobId;
import sleeper.core.job.Manifest;
import sleeper.statestore.job.RecordedContent;
import sleeper.statestore.util.Surroundings;

/**
 * Commits a job as often as it takes to learn how the log decided, within bounds.
 *
 * @param surroundings gives the waits between two tries
 */
record CommitTries(RecordJob job, JobId jobId, Surroundings surroundings) {
    private static final int MOST_TRIES = 5;
    private static final Duration LEAST_WAIT = Duration.ofMillis(50);
    private static final Duration MOST_WAIT = Duration.ofSeconds(5);

    /**
     * As {@link RecordJob#commit}, which is repeated where it did not happen or may have happened.
     *
     * @param mayHaveHappened whether an earlier call ended with an unknown outcome
     * @throws TransientFailureException if no try happened
     * @throws OutcomeUnknownException   if one may have happened
     */
    IngestReport commit(Manifest manifest, RecordedContent content, boolean mayHaveHappened) {
        boolean unknown = mayHaveHappened;
        for (int tries = 0; ; tries++) {
            try {
                return job.commit(manifest, content);
            } catch (OutcomeUnknownException e) {
                unknown = true;
                if (tries == MOST_TRIES) {
                    throw e;
                }
            } catch (TransientFailureException e) {
                if (tries == MOST_TRIES) {
                    throw unknown
                            ? new OutcomeUnknownException("Job '" + jobId + "' may be committed.", e.faults(), e)
                            : e;
                }
            }
            surroundings.backOff(tries, LEAST_WAIT, MOST_WAIT);
        }
    }
}
