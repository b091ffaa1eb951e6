package sleeper.verification.workflow;

import java.util.Map;
import sleeper.core.file.FileStore;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.TableStore;

/**
 * An instance whose files are reached through another store.
 *
 * @param stores all but the files
 */
record OtherFiles(InstanceStores stores, FileStore files) implements InstanceStores {
    @Override
    public TableStore tables() {
        return stores.tables();
    }

    @Override
    public JobStore jobs() {
        return stores.jobs();
    }

    @Override
    public Map<String, String> instanceProperties() {
        return stores.instanceProperties();
    }

    @Override
    public Map<String, String> tableProperties(TableName table) {
        return stores.tableProperties(table);
    }
}
