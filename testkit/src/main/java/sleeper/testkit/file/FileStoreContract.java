package sleeper.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;

/** What every file store must do that an instance keeps its own files in: all of {@link FileReadingContract}, and to write. */
public abstract class FileStoreContract extends FileReadingContract {
    private static final int CREATORS = 4;
    /** More than one page of any store. */
    private static final int MANY_FILES = 1_030;

    @Override
    protected void put(FilePath path, byte[] content) throws IOException {
        create(path, content);
    }

    @Override
    protected void remove(FilePath path) throws IOException {
        store.delete(path);
    }

    private FileInfo create(FilePath path, byte[] content) throws IOException {
        try (WritableFile file = store.create(path)) {
            file.write(ByteBuffer.wrap(content));
            assertThat(file.position()).isEqualTo(content.length);
            return file.commit();
        }
    }

    private FileInfo write(FilePath path, String content) throws IOException {
        return create(path, content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldGiveBackWhatWasCommitted() throws Exception {
        // When
        FileInfo info = write(FILE, "some content");
        // Then
        assertThat(info.path()).isEqualTo(FILE);
        assertThat(info.version().lengthBytes()).isEqualTo(12);
        assertThat(sameStore().find(FILE)).contains(info);
        assertThat(sameStore().list(FOLDER).toList()).containsExactly(info);
        try (ReadableFile file = sameStore().open(FILE, info.version())) {
            assertThat(file.info()).isEqualTo(info);
            assertThat(read(file, 0, 12)).isEqualTo("some content");
        }
    }

    @Test
    void shouldShowNothingOfAFileBeforeItsCommit() throws Exception {
        // When
        FileInfo info;
        try (WritableFile file = store.create(FILE)) {
            file.write(ByteBuffer.wrap(new byte[10]));
            // Then
            assertThat(sameStore().find(FILE)).isEmpty();
            assertThat(sameStore().list(FOLDER).toList()).isEmpty();
            info = file.commit();
            assertThat(sameStore().find(FILE)).contains(info);
        }
        // And what is committed stays when it is closed
        assertThat(sameStore().find(FILE)).contains(info);
    }

    @Test
    void shouldKeepNothingOfAFileThatIsClosedWithoutACommit() throws Exception {
        // When
        try (WritableFile file = store.create(FILE)) {
            file.write(ByteBuffer.wrap(new byte[10]));
        }
        // Then nothing is there, and another can be created in its place
        assertThat(store.find(FILE)).isEmpty();
        assertThat(store.list(FOLDER).toList()).isEmpty();
        assertThat(write(FILE, "other").version().lengthBytes()).isEqualTo(5);
    }

    @Test
    void shouldRefuseToCreateAFileThatIsThere() throws Exception {
        // Given a file that another created while ours was being written
        try (WritableFile ours = store.create(FILE)) {
            ours.write(ByteBuffer.wrap(new byte[3]));
            FileInfo theirs = write(FILE, "theirs");
            // When / Then
            assertThatThrownBy(ours::commit).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(sameStore().find(FILE)).contains(theirs);
        }
        // And one that comes later is refused at its commit at the latest
        assertThatThrownBy(() -> write(FILE, "later")).isInstanceOf(FileAlreadyExistsException.class);
        FileInfo there = store.find(FILE).orElseThrow();
        try (ReadableFile file = store.open(FILE, there.version())) {
            assertThat(read(file, 0, 6)).isEqualTo("theirs");
        }
    }

    @Test
    void shouldLetExactlyOneOfManyCreatorsHaveAFile() throws Exception {
        // Given
        List<Callable<Boolean>> creators = new ArrayList<>();
        for (int i = 0; i < CREATORS; i++) {
            FileStore own = sameStore();
            ByteBuffer content = ByteBuffer.wrap(new byte[i + 1]);
            creators.add(() -> {
                try (WritableFile file = own.create(FILE)) {
                    file.write(content);
                    file.commit();
                    return true;
                } catch (FileAlreadyExistsException e) {
                    return false;
                }
            });
        }
        // When
        List<Boolean> created = atOnce(creators);
        // Then it is the winner's, whole
        assertThat(created).containsOnlyOnce(true);
        assertThat(store.find(FILE).orElseThrow().version().lengthBytes()).isEqualTo(created.indexOf(true) + 1);
    }

    @Test
    void shouldDeleteAFileOnceAndTakeAnotherInItsPlace() throws Exception {
        // Given
        write(FILE, "first");
        FileInfo beside = write(in("beside"), "x");
        // When it is deleted twice, and so is what is no file
        for (FilePath path :
                List.of(FILE, FILE, FOLDER, in("nowhere"), in("beside").resolve("below"))) {
            sameStore().delete(path);
        }
        // Then
        assertThat(store.find(FILE)).isEmpty();
        assertThat(store.list(FOLDER).toList()).containsExactly(beside);
        assertThat(store.list(new FilePath("bucket", "folder/file.parquet")).toList())
                .isEmpty();
        assertThat(write(FILE, "other")).isEqualTo(store.find(FILE).orElseThrow());
    }

    @Test
    void shouldDeleteManyFilesAtOnceAndNoOther() throws Exception {
        // Given more than one request takes, some of odd names, and some that are not there
        FileInfo beside = write(in("beside"), "x");
        List<FilePath> doomed = new ArrayList<>(List.of(
                in("no such file"),
                in("a b+c%2F&<>'\".parquet"),
                in("\u00FC\u4E16\uD83D\uDE00"),
                in("beside").resolve("x")));
        for (FilePath path : doomed.subList(1, 3)) {
            write(path, "odd");
        }
        for (int i = 0; i < MANY_FILES; i++) {
            FilePath path = in("f" + i);
            write(path, "");
            doomed.add(path);
        }
        // When, and once more
        for (int i = 0; i < 2; i++) {
            assertThat(sameStore().deleteAll(doomed)).isEmpty();
        }
        // Then
        assertThat(store.list(FOLDER).toList()).containsExactly(beside);
        assertThat(store.deleteAll(List.of())).isEmpty();
    }

    @Test
    void shouldListManyFilesInPagesThoughEachIsTakenAway() throws Exception {
        // Given
        for (int i = 0; i < MANY_FILES; i++) {
            write(in("d" + i % 3 + "/f" + (10_000 + i)), "");
        }
        // When the files of a page are deleted before the next is asked for
        List<FilePath> found = new ArrayList<>();
        int pages = 0;
        FilePages listing = store.list(FOLDER);
        for (List<FileInfo> page = listing.next(); !page.isEmpty(); page = listing.next()) {
            for (FileInfo file : page) {
                found.add(file.path());
                store.delete(file.path());
            }
            pages++;
        }
        // Then each was found once
        assertThat(found).hasSize(MANY_FILES).isSorted().doesNotHaveDuplicates();
        assertThat(pages).isGreaterThan(1);
        assertThat(listing.next()).isEmpty();
        assertThat(store.list(FOLDER).next()).isEmpty();
    }
}
