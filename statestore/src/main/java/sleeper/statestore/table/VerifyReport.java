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
 * @param newer     what a later version wrote, which this one cannot check, nor what hangs on it; none if everything was checked
 */
public record VerifyReport(long slots, long retired, int snapshots, long files, List<Fault> faults, List<Fault> newer) {
    public VerifyReport {
        faults = List.copyOf(faults);
        newer = List.copyOf(newer);
    }

    /** @return whether everything was checked and found as it was written */
    public boolean isOk() {
        return faults.isEmpty() && newer.isEmpty();
    }
}
