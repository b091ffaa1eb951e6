package sleeper.testkit.file;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FileStore;
import sleeper.statestore.file.LocalFileStore;

class LocalFileStoreIT extends FileStoreContract {
    @TempDir
    Path root;

    @Override
    protected FileStore newStore() {
        return new LocalFileStore(root);
    }

    @Override
    protected FileStore sameStore() {
        return new LocalFileStore(root);
    }
}
