package sleeper.statestore.job;

import java.time.Instant;
import java.util.List;
import sleeper.core.error.Fault;
import sleeper.core.util.Require;

/**
 * Why an attempt was rejected or failed.
 *
 * @param at     when it was recorded
 * @param faults one or more
 */
public record RecordedFaults(Instant at, List<Fault> faults) {
    public RecordedFaults {
        Require.notNull("at", at);
        faults = Require.notEmpty("faults", faults);
    }
}
