package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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

    @Test
    void shouldPassOverFilesOfOtherProgramsWhoseNamesAreNoKeys() throws IOException {
        // Given
        ObjectStore store = newStore();
        store.putIfAbsent("jobs/one", new byte[1]);
        Path jobs = folder.resolve("objects/jobs");
        Files.write(jobs.resolve(".DS_Store"), new byte[1]);
        Files.write(jobs.resolve("one (copy)"), new byte[1]);
        Files.write(Files.createDirectories(jobs.resolve("new folder")).resolve("one"), new byte[1]);
        // When / Then
        assertThat(store.list("")).containsExactly("jobs/one");
        assertThat(store.children("jobs")).containsExactly("one");
    }
}
