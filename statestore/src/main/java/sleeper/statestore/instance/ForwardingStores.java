package sleeper.statestore.instance;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import sleeper.core.file.FileStore;
import sleeper.core.table.TableName;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.TableStore;

/** An instance that passes each call on to another: a decorator overrides what it changes. As safe for threads as the other. */
public abstract class ForwardingStores implements InstanceStores {
    private final InstanceStores stores;

    protected ForwardingStores(InstanceStores stores) {
        this.stores = Objects.requireNonNull(stores, "stores");
    }

    @Override
    public FileStore files() {
        return stores.files();
    }

    @Override
    public Set<String> ownBuckets() {
        return stores.ownBuckets();
    }

    @Override
    public Optional<String> folderOfBuckets() {
        return stores.folderOfBuckets();
    }

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
    public Map<String, String> defaultProperties() {
        return stores.defaultProperties();
    }

    @Override
    public Map<String, String> tableProperties(TableName table) {
        return stores.tableProperties(table);
    }
}
