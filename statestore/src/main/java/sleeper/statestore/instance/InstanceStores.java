package sleeper.statestore.instance;

import java.util.Map;
import sleeper.core.file.FileStore;
import sleeper.core.table.TableName;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.TableStore;

/** What handlers, tasks and commands find an instance's data through. Safe for use by many threads. */
public interface InstanceStores {
    /** @return all buckets: those of input files and that of the tables */
    FileStore files();

    TableStore tables();

    JobStore jobs();

    /**
     * @return the instance's properties as its operator wrote them, by name, remarks left out; empty if there are none
     * @throws sleeper.core.error.InvalidRequestException if what the operator wrote is no set of properties
     */
    Map<String, String> instanceProperties();

    /** As {@link #instanceProperties}, for a table's. */
    Map<String, String> tableProperties(TableName table);
}
