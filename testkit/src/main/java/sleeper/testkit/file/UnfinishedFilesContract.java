package sleeper.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.WritableFile;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.table.UnfinishedFiles.Unfinished;

/**
 * What every store that keeps unfinished files must show of them. A store's test extends it and gives a new, empty store for each
 * test.
 *
 * @param <S> the store
 */
public abstract class UnfinishedFilesContract<S extends FileStore & UnfinishedFiles> {
    private static final FilePath FOLDER = new FilePath("bucket", "folder");
    private static final FilePath FILE = FOLDER.resolve("file.parquet");

    private S store;

    /** @return an empty store, which has or takes a bucket named {@code bucket} */
    protected abstract S newStore() throws Exception;

    /**
     * @return bytes of a file that is begun. A store may hold the first part of a file in memory, and then shows nothing of it before it
     *     sends that: with the memory it is gone as well.
     */
    protected int bytesBegun() {
        return 10;
    }

    @BeforeEach
    void openStore() throws Exception {
        store = newStore();
    }

    private List<FilePath> targets(FilePath prefix) throws IOException {
        return store.unfinished(prefix).stream().map(Unfinished::target).toList();
    }

    private WritableFile begin(FilePath path) throws IOException {
        WritableFile file = store.create(path);
        file.write(ByteBuffer.wrap(new byte[bytesBegun()]));
        return file;
    }

    @Test
    void shouldShowAFileUntilItIsFinished() throws Exception {
        assertThat(store.unfinished(FOLDER)).isEmpty();
        try (WritableFile file = begin(FILE)) {
            // While it is written
            assertThat(targets(FOLDER)).containsExactly(FILE);
            FileInfo info = file.commit();
            // Then it is a file, and none that is unfinished
            assertThat(store.unfinished(FOLDER)).isEmpty();
            assertThat(store.find(FILE)).contains(info);
        }
    }

    @Test
    void shouldShowNothingOfAFileThatWasGivenUp() throws Exception {
        begin(FILE).close();

        assertThat(store.unfinished(FOLDER)).isEmpty();
    }

    @Test
    void shouldShowEachOfTwoThatAreToBecomeOneFile() throws Exception {
        try (WritableFile one = begin(FILE);
                WritableFile other = begin(FILE)) {
            assertThat(targets(FOLDER)).containsExactly(FILE, FILE);
            assertThat(store.unfinished(FOLDER)).doesNotHaveDuplicates();
            one.commit();
            assertThat(targets(FOLDER)).containsExactly(FILE);
            assertThat(other.position()).isEqualTo(bytesBegun());
        }
        assertThat(store.unfinished(FOLDER)).isEmpty();
    }

    @Test
    void shouldShowWhatLiesBelowADirectoryAlone() throws Exception {
        try (WritableFile below = begin(FOLDER.resolve("a/b"));
                WritableFile beside = begin(new FilePath("bucket", "folder0/a"))) {
            assertThat(targets(FOLDER)).containsExactly(FOLDER.resolve("a/b"));
            assertThat(targets(FOLDER.resolve("a"))).containsExactly(FOLDER.resolve("a/b"));
            assertThat(targets(new FilePath("bucket", "nowhere"))).isEmpty();
            assertThat(below.position()).isEqualTo(beside.position());
        }
    }

    @Test
    void shouldAbortWhatIsUnfinishedAndNothingElse() throws Exception {
        // Given a file beside one that is unfinished
        begin(FOLDER.resolve("done")).commit();
        try (WritableFile file = begin(FILE)) {
            // When
            for (Unfinished unfinished : store.unfinished(FOLDER)) {
                store.abort(unfinished);
                store.abort(unfinished);
            }
            // Then it is gone, and its writer can only fail
            assertThat(store.unfinished(FOLDER)).isEmpty();
            assertThat(store.find(FOLDER.resolve("done"))).isPresent();
            assertThat(commits(file)).isFalse();
        }
        assertThat(store.find(FILE)).isEmpty();
    }

    @Test
    void shouldAbortOneOfTwoThatAreToBecomeOneFile() throws Exception {
        try (WritableFile one = begin(FILE);
                WritableFile other = begin(FILE)) {
            // When
            store.abort(store.unfinished(FOLDER).get(0));
            // Then one of them can still become it
            assertThat(targets(FOLDER)).containsExactly(FILE);
            assertThat(commits(one)).isNotEqualTo(commits(other));
        }
        assertThat(store.find(FILE)).isPresent();
        assertThat(store.unfinished(FOLDER)).isEmpty();
    }

    @Test
    void shouldLeaveAFileThatWasFinishedBeforeItsAbort() throws Exception {
        // Given
        try (WritableFile file = begin(FILE)) {
            Unfinished seen = store.unfinished(FOLDER).get(0);
            FileInfo info = file.commit();
            // When
            store.abort(seen);
            // Then
            assertThat(store.find(FILE)).contains(info);
        }
    }

    private static boolean commits(WritableFile file) {
        try {
            file.commit();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a+b", "a#b", "a\\b", "gr\u00FC\u00DFe", "\uD83D\uDE00", "a.1-x-1.unfinished"})
    void shouldSayWhatAFileOfAnyNameIsToBecome(String name) throws Exception {
        try (WritableFile file = begin(FOLDER.resolve(name))) {
            assertThat(targets(FOLDER)).containsExactly(FOLDER.resolve(name));
            assertThat(file.position()).isEqualTo(bytesBegun());
        }
    }
}
