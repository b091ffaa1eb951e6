package sleeper.statestore.table;

import java.util.List;
import sleeper.core.error.Fault;

/**
 * What checking a log found.
 *
 * @param slots     slots in the log, retired ones included
 * @param retired   slots retired
 * @param snapshots good snapshots
 * @param files     files checked
 * @param faults    everything that is not as it was written; none if all is well
 */
public record VerifyReport(long slots, long retired, int snapshots, long files, List<Fault> faults) {
    public VerifyReport {
        faults = List.copyOf(faults);
    }

    public boolean isOk() {
        return faults.isEmpty();
    }
}
