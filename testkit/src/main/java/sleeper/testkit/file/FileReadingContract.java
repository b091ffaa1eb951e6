package sleeper.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ReadableFile;

/** What every file store must do that input files lie in. A store's test extends it and gives a new, empty store for each test. */
public abstract class FileReadingContract {
    static final FilePath FILE = new FilePath("bucket", "folder/file.parquet");
    static final FilePath FOLDER = new FilePath("bucket", "folder");
    private static final int READERS = 4;

    FileStore store;

    /** @return an empty store, which has or takes a bucket named {@code bucket} */
    protected abstract FileStore newStore() throws Exception;

    /** @return another client of the store last given by {@link #newStore()}, as another process would have it */
    protected abstract FileStore sameStore() throws Exception;

    /** Puts a file into the store, whoever writes there. */
    protected abstract void put(FilePath path, byte[] content) throws Exception;

    /** Takes a file away, whoever writes there. */
    protected abstract void remove(FilePath path) throws Exception;

    /** @return whether a file there can have the name at all */
    protected boolean takesName(String name) {
        return true;
    }

    @BeforeEach
    void openStore() throws Exception {
        store = newStore();
    }

    static FilePath in(String key) {
        return FOLDER.resolve(key);
    }

    private FileInfo write(FilePath path, String content) throws Exception {
        put(path, content.getBytes(StandardCharsets.UTF_8));
        return store.find(path).orElseThrow();
    }

    static FileRange range(long position, int length) {
        return new FileRange(position, ByteBuffer.allocate(length));
    }

    static String text(FileRange range) {
        assertThat(range.into().hasRemaining()).isFalse();
        return new String(range.into().array(), StandardCharsets.UTF_8);
    }

    static String read(ReadableFile file, long position, int length) throws IOException {
        FileRange range = range(position, length);
        file.readFully(range.position(), range.into());
        return text(range);
    }

    @Test
    void shouldFindNothingWhereNothingWasCreated() throws Exception {
        // Given
        write(FILE, "x");
        // When / Then neither beside a file, nor above or below it
        for (FilePath path : List.of(in("other"), FOLDER, FILE.resolve("below"), new FilePath("bucket", "fold"))) {
            assertThat(store.find(path)).as("%s", path).isEmpty();
            assertThatThrownBy(() -> store.open(path, new FileVersion(1, "tag")))
                    .as("%s", path)
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> store.open(in("other"), new FileVersion(1, "tag")))
                .isInstanceOf(NoSuchFileException.class);
        for (FilePath prefix : List.of(in("other"), FILE, new FilePath("bucket", "fold"))) {
            assertThat(store.list(prefix).toList()).as("%s", prefix).isEmpty();
        }
    }

    @Test
    void shouldKeepAnEmptyFile() throws Exception {
        // When
        FileInfo info = write(FILE, "");
        // Then
        assertThat(store.find(FILE)).contains(info);
        assertThat(info.version().lengthBytes()).isZero();
        try (ReadableFile file = store.open(FILE, info.version())) {
            assertThat(read(file, 0, 0)).isEmpty();
            assertThatThrownBy(() -> read(file, 0, 1)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void shouldReadUpToTheEndAndNotOverIt() throws Exception {
        FileInfo info = write(FILE, "0123456789");
        try (ReadableFile file = store.open(FILE, info.version())) {
            assertThat(read(file, 7, 3)).isEqualTo("789");
            assertThat(read(file, 10, 0)).isEmpty();
            assertThatThrownBy(() -> read(file, 7, 4)).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> read(file, 10, 1)).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> read(file, 1_000, 1)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void shouldFillNoMoreOfABufferThanItsRemainingSpace() throws Exception {
        FileInfo info = write(FILE, "0123456789");
        try (ReadableFile file = store.open(FILE, info.version())) {
            ByteBuffer buffer = ByteBuffer.wrap("abcdefgh".getBytes(StandardCharsets.UTF_8));
            buffer.position(2).limit(5);

            file.readFully(4, buffer);

            assertThat(buffer.hasRemaining()).isFalse();
            assertThat(buffer.array()).isEqualTo("ab456fgh".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldReadSeveralRangesThatOverlapAndComeInAnyOrder() throws Exception {
        FileInfo info = write(FILE, "0123456789");
        try (ReadableFile file = store.open(FILE, info.version())) {
            List<FileRange> ranges =
                    List.of(range(8, 2), range(0, 4), range(2, 4), range(5, 0), range(2, 4), range(0, 10));

            file.readFully(ranges);

            assertThat(ranges)
                    .extracting(FileReadingContract::text)
                    .containsExactly("89", "0123", "2345", "", "2345", "0123456789");
            file.readFully(List.of());
            assertThatThrownBy(() -> file.readFully(List.of(range(0, 2), range(9, 2), range(4, 2))))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void shouldReadOneFileFromManyThreads() throws Exception {
        FileInfo info = write(FILE, "0123456789");
        try (ReadableFile file = store.open(FILE, info.version())) {
            Callable<String> reading = () -> read(file, 3, 4) + read(file, 0, 2);

            assertThat(atOnce(Collections.nCopies(READERS, reading))).containsOnly("345601");
        }
    }

    @Test
    void shouldNoticeThatThePinnedContentIsNotThere() throws Exception {
        // Given a file that was replaced by another of the same length
        FileInfo pinned = write(FILE, "before");
        ReadableFile open = store.open(FILE, pinned.version());
        try (open) {
            remove(FILE);
            FileInfo now = write(FILE, "behind");
            assertThat(now.version()).isNotEqualTo(pinned.version());
            // When / Then
            assertThatThrownBy(() -> store.open(FILE, pinned.version())).isInstanceOf(FileChangedException.class);
            assertThatThrownBy(() -> read(open, 0, 6)).isInstanceOf(FileChangedException.class);
            assertThatThrownBy(() -> open.readFully(List.of(range(0, 2), range(4, 2))))
                    .isInstanceOf(FileChangedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a+b",
                "a%20b",
                "a#b",
                "a\\b",
                "a&b=c;d",
                "a?b",
                "a*b",
                "[a]{b}",
                "gr\u00FC\u00DFe",
                "\uD83D\uDE00",
                "a...",
                "a:b@c",
                "'\"<>|",
                "_",
                "-",
                "~a"
            })
    void shouldTakeOddNamesAsTheyAre(String name) throws Exception {
        assumeTrue(takesName(name), "no file there has such a name");
        // Given it as a file's name and as a directory's
        FileInfo file = write(in(name), "file");
        FileInfo below = write(in("in/" + name + "/f"), "below");
        // When / Then
        assertThat(sameStore().find(in(name))).contains(file);
        assertThat(sameStore().list(FOLDER).toList()).containsExactlyInAnyOrder(file, below);
        assertThat(sameStore().list(in("in/" + name)).toList()).containsExactly(below);
        try (ReadableFile open = sameStore().open(in(name), file.version())) {
            assertThat(read(open, 0, 4)).isEqualTo("file");
        }
        remove(in(name));
        assertThat(store.find(in(name))).isEmpty();
    }

    @Test
    void shouldListWhatLiesBelowADirectoryInTheOrderOfTheKeysBytes() throws Exception {
        // Given names before and behind a slash, and on both sides of the end of the first plane
        List<FileInfo> inOrder = new ArrayList<>();
        for (String key : List.of(
                "A",
                "b c",
                "b+c",
                "b-c",
                "b.c/d",
                "b/a",
                "b/\uFFFD",
                "b/\uD83D\uDE00",
                "b0",
                "b\u00FC",
                "b\uFFFD",
                "b\uD83D\uDE00/a")) {
            inOrder.add(write(in(key), key.substring(0, 1)));
        }
        write(new FilePath("bucket", "folder0"), "not below");
        write(new FilePath("bucket", "folde"), "not below");
        // When / Then
        assertThat(sameStore().list(FOLDER).toList()).containsExactlyElementsOf(inOrder);
    }

    @Test
    void shouldScanAFolderOrAWholeBucketWithWhatIsHiddenInIt() throws Exception {
        // Given
        FileInfo hidden = write(in(".hidden"), "x");
        FileInfo below = write(in("_x/.y/a"), "x");
        FileInfo plain = write(in("b"), "x");
        FileInfo outside = write(new FilePath("bucket", "z"), "x");
        write(new FilePath("other", "folder/b"), "in another bucket");
        // When / Then
        assertThat(scan(new FileFolder("bucket", FOLDER.key()))).containsExactly(hidden, below, plain);
        assertThat(scan(new FileFolder("bucket", ""))).containsExactly(hidden, below, plain, outside);
        assertThat(scan(new FileFolder("bucket", "fold"))).isEmpty();
        try {
            assertThat(scan(new FileFolder("nowhere", ""))).isEmpty();
        } catch (NoSuchFileException e) {
            assertThat(e.getFile()).isEqualTo("nowhere");
        }
    }

    @Test
    void shouldGiveOneIdentityToEachFile() throws Exception {
        write(FILE, "x");
        write(in("b"), "x");

        assertThat(store.identity(FILE)).isEqualTo(sameStore().identity(FILE)).isNotEqualTo(store.identity(in("b")));
    }

    private List<FileInfo> scan(FileFolder folder) throws Exception {
        return sameStore().scan(folder, FolderScan.ALL_FILES).toList();
    }

    static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
