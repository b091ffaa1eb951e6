package sleeper.statestore.instance;

import java.util.Map;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.table.TableName;

/**
 * Port: the properties of an instance and its tables. Whether they fit the catalogue is for the caller to check before writing.
 * Each set is stored whole and durably or not at all, and the last writer wins. Safe for use by many threads and processes.
 *
 * <p>Errors, the same for all methods: {@link TransientFailureException} if the store failed.
 */
public interface PropertyStore {
    /**
     * @return the instance's properties by name, remarks left out; empty if there are none
     * @throws InvalidRequestException if what the operator wrote is no set of properties
     */
    Map<String, String> ofInstance();

    /** As {@link #ofInstance}, for a table's. */
    Map<String, String> ofTable(TableName table);

    /**
     * Replaces the instance's properties, the operator's remarks included.
     *
     * @throws InvalidRequestException VALUE_OUT_OF_RANGE if a value would not be read back as it is
     * @throws OutcomeUnknownException if it is not known whether they were replaced
     */
    void putOfInstance(Map<String, String> properties);

    /** As {@link #putOfInstance}, for a table's. */
    void putOfTable(TableName table, Map<String, String> properties);
}
