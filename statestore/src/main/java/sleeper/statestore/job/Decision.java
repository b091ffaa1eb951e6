package sleeper.statestore.job;

import java.util.Optional;
import sleeper.core.job.JobPlan;
import sleeper.core.util.Require;

/** What validation decided about an attempt. There is one for each attempt, and it stays: of several the first. */
public sealed interface Decision {
    /** The attempt may run, as planned. */
    record Planned(JobPlan planned) implements Decision {
        public Planned {
            Require.notNull("planned", planned);
        }
    }

    /** The attempt was refused, which ends it. */
    record Refused(RecordedFaults recorded) implements Decision {
        public Refused {
            Require.notNull("recorded", recorded);
        }
    }

    /** @return the plan, unless the attempt was refused */
    default Optional<JobPlan> plan() {
        return this instanceof Planned decided ? Optional.of(decided.planned()) : Optional.empty();
    }

    /** @return why the attempt was refused, if it was */
    default Optional<RecordedFaults> refusal() {
        return this instanceof Refused decided ? Optional.of(decided.recorded()) : Optional.empty();
    }
}
