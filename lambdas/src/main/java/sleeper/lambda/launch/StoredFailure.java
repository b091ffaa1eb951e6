package sleeper.lambda.launch;

import java.util.List;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.core.job.AttemptId;
import sleeper.statestore.job.JobStore;

/**
 * The failure of an attempt that a platform did not run to its end. It is stored before it is thrown, as a run stores its own: the
 * state machine carries a text, and people are to see the whole fault. What a run has stored stays.
 */
final class StoredFailure {
    private StoredFailure() {}

    static RunFailedException of(JobStore jobs, AttemptId attempt, Fault fault) {
        jobs.recordFailure(attempt, List.of(fault));
        return new RunFailedException("Attempt " + attempt + " did not run to its end.", List.of(fault));
    }
}
