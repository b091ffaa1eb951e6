package sleeper.statestore.job;

import sleeper.core.job.AttemptId;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.util.Surroundings;

/** The job store with a rule of it broken; as {@code FaultyRules} for the log. */
public final class FaultyJobs {
    private FaultyJobs() {}

    /**
     * @param closesAny whether an attempt is closed whether or not its end is recorded
     * @return a job store
     */
    public static JobStore jobStore(ObjectStore objects, Surroundings surroundings, boolean closesAny) {
        return new JobStore(objects, surroundings, records -> new OpenAttempts(records) {
            @Override
            boolean isEnded(AttemptId attempt) {
                return closesAny || super.isEnded(attempt);
            }
        });
    }
}
