package sleeper.lambda;

import java.util.Map;
import sleeper.core.file.FileStore;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.TableStore;

/** An instance whose job store is another. */
record FailingStores(InstanceStores stores, JobStore jobs) implements InstanceStores {
    @Override
    public FileStore files() {
        return stores.files();
    }

    @Override
    public TableStore tables() {
        return stores.tables();
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
