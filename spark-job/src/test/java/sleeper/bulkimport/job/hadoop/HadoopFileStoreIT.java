package sleeper.bulkimport.job.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.SourcePath;
import sleeper.core.source.LeftOut;
import sleeper.core.source.SourceContents;
import sleeper.core.source.SourceSearch;
import sleeper.testkit.file.FileReadingContract;

/** Hadoop's file system of the machine, as buckets and as {@code file:///}. */
class HadoopFileStoreIT extends FileReadingContract {
    private static final Instant WRITTEN = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    private Path root;

    private int written;

    @Override
    protected FileStore newStore() throws IOException {
        Files.createDirectory(root.resolve("bucket"));
        return sameStore();
    }

    @Override
    protected FileStore sameStore() {
        return new HadoopFileStore(new Configuration(false), bucket -> URI.create(root.toUri() + bucket));
    }

    @Override
    protected void put(FilePath path, byte[] content) throws IOException {
        Path file = root.resolve(path.bucket()).resolve(path.key());
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        // Two writes may be quicker than the clock that tells them apart.
        Files.setLastModifiedTime(file, FileTime.from(WRITTEN.plus(Duration.ofMillis(++written))));
    }

    @Override
    protected void remove(FilePath path) throws IOException {
        Files.delete(root.resolve(path.bucket()).resolve(path.key()));
    }

    private static FileStore byUri() {
        return new HadoopFileStore(new Configuration(false));
    }

    private SourcePath source(String key) {
        return SourcePath.parse("file://" + root + "/" + key).orElseThrow();
    }

    private static SourceContents search(SourcePath source) throws IOException {
        return new SourceSearch(byUri(), Set.of()).find("files[0]", source);
    }

    @Test
    void shouldFindWhatAUriNamesByTheRulesOfAllSources() throws Exception {
        // Given
        put(new FilePath("bucket", "in/b.parquet"), new byte[1]);
        put(new FilePath("bucket", "in/a/c.parquet"), new byte[2]);
        put(new FilePath("bucket", "in/_SUCCESS"), new byte[0]);
        put(new FilePath("bucket", "in/notes.txt"), new byte[3]);
        // When
        SourceContents contents = search(source("bucket/in/"));
        // Then
        String in = "file://" + root + "/bucket/in/";
        assertThat(contents.faults()).isEmpty();
        assertThat(contents.files())
                .extracting(file -> file.path().toString())
                .containsExactly(in + "a/c.parquet", in + "b.parquet");
        assertThat(contents.leftOut())
                .containsExactly(
                        new LeftOut(LeftOut.Reason.MARKER, 1, List.of(in + "_SUCCESS")),
                        new LeftOut(LeftOut.Reason.OTHER_NAME, 1, List.of(in + "notes.txt")));
        assertThat(search(source("bucket/in/b.parquet")).files())
                .extracting(file -> file.path().toString())
                .containsExactly(in + "b.parquet");
    }

    @Test
    void shouldSayThatNothingIsWhereAUriPoints() throws Exception {
        assertThat(search(source("bucket/nowhere")).faults())
                .extracting(Fault::code)
                .containsExactly(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void shouldReadAFolderOnceThoughALinkInItLeadsUpwards() throws Exception {
        // Given
        put(new FilePath("bucket", "in/b.parquet"), new byte[1]);
        Files.createSymbolicLink(root.resolve("bucket/in/up"), root.resolve("bucket/in"));
        // When
        SourceContents contents = search(source("bucket/in/"));
        // Then
        assertThat(contents.files()).hasSize(1);
        assertThat(contents.leftOut()).extracting(LeftOut::reason).containsExactly(LeftOut.Reason.LINK_TO_FOUND);
    }

    @Test
    void shouldRefuseToOpenWhatMayNotBeRead() throws Exception {
        Assumptions.assumeFalse(System.getProperty("user.name").equals("root"), "root may read everything");
        put(new FilePath("bucket", "a"), new byte[1]);
        Files.setPosixFilePermissions(root.resolve("bucket/a"), PosixFilePermissions.fromString("---------"));
        FilePath path = source("bucket/a").path();
        FileInfo info = byUri().find(path).orElseThrow();

        assertThatThrownBy(() -> byUri().open(path, info.version())).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void shouldTellAFileThatIsGoneFromOneThatIsNot() throws Exception {
        // Given
        put(new FilePath("bucket", "a"), new byte[4]);
        FilePath path = source("bucket/a").path();
        FileInfo info = byUri().find(path).orElseThrow();
        try (ReadableFile open = byUri().open(path, info.version())) {
            // When
            remove(new FilePath("bucket", "a"));
            // Then an open file's content is no longer the pinned one, and a new one cannot be opened
            assertThatThrownBy(() -> open.readFully(0, ByteBuffer.allocate(4)))
                    .isInstanceOf(FileChangedException.class)
                    .hasMessageContaining("no file");
        }
        assertThatThrownBy(() -> byUri().open(path, info.version())).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldNotSayThatNothingIsThereWhereTheHostIsUnknown() {
        FilePath path = new FilePath("hdfs://no-such-host.invalid:8020", "f");

        assertThatThrownBy(() -> byUri().find(path))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("no-such-host.invalid");
        assertThatThrownBy(() -> byUri().list(path)).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> byUri().open(path, new FileVersion(1, "t"))).isExactlyInstanceOf(IOException.class);
    }

    @Test
    void shouldWriteNothing() {
        FilePath path = source("bucket/a").path();

        assertThatThrownBy(() -> byUri().create(path)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> byUri().delete(path)).isInstanceOf(UnsupportedOperationException.class);
    }
}
