package sleeper.statestore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.statestore.table.UnfinishedFiles.Unfinished;

class LocalFileStoreIT {
    private static final FilePath FILE = new FilePath("bucket", "folder/file.parquet");

    @TempDir
    Path root;

    private LocalFileStore store;

    @BeforeEach
    void setUp() {
        store = new LocalFileStore(root.resolve("buckets"));
    }

    private FileInfo write(FilePath path, String content) throws IOException {
        try (WritableFile file = store.create(path)) {
            file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            return file.commit();
        }
    }

    private static String read(ReadableFile file, int position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        file.readFully(position, buffer);
        return new String(buffer.array(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldReadBackWhatWasWritten() throws IOException {
        // When
        FileInfo info = write(FILE, "some content");
        // Then
        assertThat(store.find(FILE)).contains(info);
        assertThat(info.version().lengthBytes()).isEqualTo(12);
        try (ReadableFile file = store.open(FILE, info.version())) {
            assertThat(read(file, 5, 7)).isEqualTo("content");
            assertThatThrownBy(() -> read(file, 5, 8)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void shouldShowNothingOfAFileThatWasNotCommitted() throws IOException {
        // When a file is being written, and then given up
        try (WritableFile file = store.create(FILE)) {
            file.write(ByteBuffer.wrap(new byte[10]));
            assertThat(store.find(FILE)).isEmpty();
            assertThat(store.list(new FilePath("bucket", "folder")).toList()).isEmpty();
            assertThat(store.unfinished(new FilePath("bucket", "folder")))
                    .singleElement()
                    .extracting(Unfinished::target)
                    .isEqualTo(FILE);
        }
        // Then nothing stays
        assertThat(store.find(FILE)).isEmpty();
        assertThat(store.unfinished(new FilePath("bucket", "folder"))).isEmpty();
    }

    @Test
    void shouldRefuseToReplaceAFile() throws IOException {
        // Given a file that another writer created while ours was being written
        try (WritableFile ours = store.create(FILE)) {
            FileInfo theirs = write(FILE, "theirs");
            // When / Then
            assertThatThrownBy(ours::commit).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> store.create(FILE)).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(store.find(FILE)).contains(theirs);
        }
    }

    @Test
    void shouldListBelowADirectoryInOrder() throws IOException {
        // Given
        FileInfo c = write(new FilePath("bucket", "in/c"), "c");
        FileInfo a = write(new FilePath("bucket", "in/b/a"), "a");
        write(new FilePath("bucket", "inner"), "not below");
        // When / Then
        assertThat(store.list(new FilePath("bucket", "in")).toList()).containsExactly(a, c);
        assertThat(store.list(new FilePath("bucket", "nowhere")).toList()).isEmpty();
        assertThat(store.list(new FilePath("no-bucket", "in")).toList()).isEmpty();
    }

    @Test
    void shouldListInTheOrderOfWholeKeysWhereverDirectoriesBegin() throws IOException {
        // Given names before and behind a slash, and on both sides of the end of the first plane
        List<FileInfo> inOrder = new ArrayList<>();
        for (String key :
                List.of("b-c", "b.c/d", "b/a", "b/\uFFFD", "b/\uD83D\uDE00", "b0", "b\uFFFD", "b\uD83D\uDE00/a")) {
            inOrder.add(write(new FilePath("bucket", "in/" + key), key));
        }
        // When / Then
        assertThat(store.list(new FilePath("bucket", "in")).toList()).containsExactlyElementsOf(inOrder);
    }

    @Test
    void shouldListAPageAtATime() throws IOException {
        // Given more files than a page has, the last ones in a directory that is taken away before it is reached
        Path in = Files.createDirectories(root.resolve("buckets/bucket/in"));
        for (int i = 0; i < 2_100; i++) {
            Files.createFile(in.resolve("f" + (10_000 + i)));
        }
        Files.createFile(Files.createDirectories(in.resolve("z")).resolve("f"));
        // When
        FilePages pages = store.list(new FilePath("bucket", "in"));
        List<FileInfo> first = pages.next();
        store.delete(new FilePath("bucket", "in/z/f"));
        // Then
        assertThat(first).hasSize(1_000);
        assertThat(pages.next()).hasSize(1_000).isSortedAccordingTo(Comparator.comparing(FileInfo::path));
        assertThat(pages.next())
                .hasSize(100)
                .last()
                .extracting(file -> file.path().key())
                .isEqualTo("in/f12099");
        assertThat(pages.next()).isEmpty();
        assertThat(pages.next()).isEmpty();
    }

    @Test
    void shouldFindNeitherDirectoriesNorWhatLiesBelowFiles() throws IOException {
        // Given
        write(FILE, "x");
        // When / Then
        assertThat(store.find(new FilePath("bucket", "folder"))).isEmpty();
        assertThat(store.find(FILE.resolve("below"))).isEmpty();
        assertThat(store.find(new FilePath("bucket", "n".repeat(400)))).isEmpty();
    }

    @Test
    void shouldNoticeThatAPinnedFileWasReplaced() throws IOException {
        // Given a pinned file that is open
        FileInfo pinned = write(FILE, "before");
        try (ReadableFile open = store.open(FILE, pinned.version())) {
            // When it is replaced by another of the same length
            Path other = root.resolve("other");
            Files.writeString(other, "behind");
            Files.move(other, root.resolve("buckets").resolve(FILE.toString()), StandardCopyOption.REPLACE_EXISTING);
            // Then neither the open one nor a new one is read
            assertThatThrownBy(() -> read(open, 0, 6)).isInstanceOf(FileChangedException.class);
        }
        assertThatThrownBy(() -> store.open(FILE, pinned.version()))
                .isInstanceOf(FileChangedException.class)
                .hasMessageMatching(
                        "File " + FILE + " has changed: 6 bytes \\(tag .+\\), where 6 bytes \\(tag .+\\) was");
        // Nor when it is gone
        store.delete(FILE);
        assertThatThrownBy(() -> store.open(FILE, pinned.version())).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldRefuseALinkThatLeadsOutOfTheBucket() throws IOException {
        // Given links to a file and a directory outside, and one inside
        write(FILE, "inside");
        Path secret = Files.writeString(root.resolve("secret"), "secret");
        Path bucket = root.resolve("buckets/bucket");
        Files.createSymbolicLink(bucket.resolve("out"), secret);
        Files.createSymbolicLink(bucket.resolve("out-dir"), root);
        Files.createSymbolicLink(bucket.resolve("in"), bucket.resolve("folder/file.parquet"));
        // When / Then
        assertThatThrownBy(() -> store.find(new FilePath("bucket", "out"))).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> store.find(new FilePath("bucket", "out-dir/secret")))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> store.create(new FilePath("bucket", "out-dir/new")))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(store.find(new FilePath("bucket", "in"))).isPresent();
    }

    @Test
    void shouldTakeAwayDirectoriesThatADeletionEmpties() throws IOException {
        // Given
        write(FILE, "x");
        // When
        store.delete(FILE);
        // Then
        assertThat(root.resolve("buckets/bucket")).isEmptyDirectory();
        // And nothing more, when there is nothing
        store.delete(FILE);
        assertThat(root.resolve("buckets/bucket")).isEmptyDirectory();
    }

    @Test
    void shouldDeleteNoDirectory() throws IOException {
        // Given a file, and an empty directory
        FileInfo info = write(FILE, "x");
        Path empty = Files.createDirectories(root.resolve("buckets/bucket/empty"));
        // When what is no file is deleted
        for (String key : List.of("folder", "empty", "nowhere", FILE.key() + "/below", "n".repeat(400))) {
            store.delete(new FilePath("bucket", key));
        }
        store.delete(new FilePath("no-bucket", "key"));
        // Then
        assertThat(store.find(FILE)).contains(info);
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void shouldListWhatStaysWhileDirectoriesBesideItComeAndGo() throws Exception {
        // Given files on both sides of directories that another makes and takes away all the time
        FileInfo first = write(new FilePath("bucket", "in/a/stays"), "a");
        FileInfo last = write(new FilePath("bucket", "in/z/stays"), "z");
        Callable<Void> coming = () -> {
            for (int i = 0; i < 300; i++) {
                FilePath path = new FilePath("bucket", "in/m" + i % 20 + "/comes");
                write(path, "m");
                store.delete(path);
            }
            return null;
        };
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Void> done = other.submit(coming);
            // When / Then
            do {
                assertThat(store.list(new FilePath("bucket", "in")).toList())
                        .startsWith(first)
                        .endsWith(last);
            } while (!done.isDone());
            done.get();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void shouldDeleteInOneDirectoryFromManyThreads() throws Exception {
        // Given
        List<Callable<Void>> deletions = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            FilePath path = new FilePath("bucket", "in/" + i / 4 + "/below/" + i);
            write(path, "x");
            deletions.add(() -> {
                store.delete(path);
                return null;
            });
        }
        // When
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> deletion : threads.invokeAll(deletions)) {
                // Then each deletes its own, whoever takes away the directories
                deletion.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(root.resolve("buckets/bucket")).isEmptyDirectory();
    }

    @Test
    void shouldNotPassOverAFileWhoseNameIsNoText() throws Exception {
        // Given a file between others whose name has the byte of an umlaut in another encoding
        write(FILE, "content");
        Process touch = new ProcessBuilder("bash", "-c", "touch \"$1\"/$'gr\\xf6sse.parquet'", "touch", "folder")
                .directory(root.resolve("buckets/bucket").toFile())
                .start();
        assertThat(touch.waitFor()).isZero();
        // When / Then
        assertThatThrownBy(() -> store.list(new FilePath("bucket", "folder")).toList())
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("bucket/folder/gr")
                .hasMessageEndingWith("its name is not one that a path can hold");
    }

    @Test
    void shouldFindNothingUnderANameThatCannotBeEncoded() throws IOException {
        // Given half of a pair of surrogates
        FilePath path = new FilePath("bucket", "folder/\uD800.parquet");
        write(FILE, "content");
        // When / Then
        assertThat(store.find(path)).isEmpty();
        assertThat(store.list(path).toList()).isEmpty();
    }

    @Test
    void shouldCreateAndDeleteNothingUnderANameThatCannotBeEncoded() throws IOException {
        // Given half of a pair of surrogates, in a key and in a bucket
        FileInfo beside = write(FILE, "content");
        for (FilePath path : List.of(new FilePath("bucket", "folder/\uD800.parquet"), new FilePath("\uD800", "file"))) {
            // When / Then
            assertThatThrownBy(() -> store.create(path))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("no bytes for its name");
            store.delete(path);
        }
        assertThat(store.find(FILE)).contains(beside);
    }

    @Test
    void shouldListOnWhereAFileHasTakenADirectorysPlace() throws IOException {
        // Given a walk that has seen the directories
        for (int i = 0; i < 1_001; i++) {
            write(new FilePath("bucket", "in/a/f" + (10_000 + i)), "");
        }
        write(new FilePath("bucket", "in/m/f"), "m");
        FileInfo last = write(new FilePath("bucket", "in/z/f"), "z");
        FilePages pages = store.list(new FilePath("bucket", "in"));
        assertThat(pages.next()).hasSize(1_000);
        // When
        store.delete(new FilePath("bucket", "in/m/f"));
        write(new FilePath("bucket", "in/m"), "now a file");
        // Then
        assertThat(pages.toList()).endsWith(last);
    }

    @Test
    void shouldSayWhichFileHasANameThatNoPathCanHold() throws IOException {
        // Given
        write(FILE, "x");
        Files.writeString(root.resolve("buckets/bucket/folder/line\nbreak.parquet"), "x");
        // When / Then
        assertThatThrownBy(() -> store.list(new FilePath("bucket", "folder")).toList())
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("bucket/folder/line\\x0abreak.parquet");
    }

    @Test
    void shouldLeaveAStrangersHiddenFileAlone() throws IOException {
        // Given
        write(FILE, "x");
        for (String name : List.of(".unfinished", ".x.unfinished", ".x.y-z-1.unfinished")) {
            Files.writeString(root.resolve("buckets/bucket/folder").resolve(name), "x");
        }
        // When / Then
        assertThat(store.unfinished(new FilePath("bucket", "folder"))).isEmpty();
        assertThat(store.list(new FilePath("bucket", "folder")).toList()).hasSize(1);
    }
}
