package sleeper.testkit.log;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import sleeper.statestore.file.FileObjectStore;
import sleeper.statestore.object.ObjectStore;

class FileObjectStoreIT extends ObjectStoreContract {
    @TempDir
    Path folder;

    @Override
    protected ObjectStore newStore() {
        return sameStore();
    }

    @Override
    protected ObjectStore sameStore() {
        return new FileObjectStore(folder.resolve("objects"));
    }
}
