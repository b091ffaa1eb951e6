package sleeper.verification.workflow;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.TableStore;

/** An instance, for subclasses whose files behave in another way. */
abstract class OtherFiles implements InstanceStores, FileStore {
    private final InstanceStores stores;

    OtherFiles(InstanceStores stores) {
        this.stores = stores;
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        return stores.files().create(path);
    }

    @Override
    public Optional<FileInfo> find(FilePath path) throws IOException {
        return stores.files().find(path);
    }

    @Override
    public List<FileInfo> list(FilePath prefix) throws IOException {
        return stores.files().list(prefix);
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        return stores.files().open(path, version);
    }

    @Override
    public boolean delete(FilePath path) throws IOException {
        return stores.files().delete(path);
    }

    @Override
    public FileStore files() {
        return this;
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
    public Map<String, String> tableProperties(TableName table) {
        return stores.tableProperties(table);
    }
}
