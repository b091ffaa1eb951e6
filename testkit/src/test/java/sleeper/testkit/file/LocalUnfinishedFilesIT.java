package sleeper.testkit.file;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import sleeper.statestore.file.LocalFileStore;

class LocalUnfinishedFilesIT extends UnfinishedFilesContract<LocalFileStore> {
    @TempDir
    Path root;

    @Override
    protected LocalFileStore newStore() {
        return new LocalFileStore(root);
    }
}
