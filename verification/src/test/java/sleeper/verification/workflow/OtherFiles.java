package sleeper.verification.workflow;

import sleeper.core.file.FileStore;
import sleeper.statestore.instance.ForwardingStores;
import sleeper.statestore.instance.InstanceStores;

/** An instance whose files are reached through another store. */
final class OtherFiles extends ForwardingStores {
    private final FileStore files;

    OtherFiles(InstanceStores stores, FileStore files) {
        super(stores);
        this.files = files;
    }

    @Override
    public FileStore files() {
        return files;
    }
}
