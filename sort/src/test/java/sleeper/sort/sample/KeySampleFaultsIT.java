package sleeper.sort.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.TableName;
import sleeper.sort.PartitionedSort;
import sleeper.sort.SortRequest;
import sleeper.sort.SortSettings;
import sleeper.sort.encode.WriteSettings;
import sleeper.statestore.file.LocalFileStore;

/** What is wrong with a file is told as the load of that file tells it. */
class KeySampleFaultsIT {
    private static final int ROWS = 4_500_000;

    @TempDir
    Path root;

    private SampledFiles files;
    private FileStore store;

    @BeforeEach
    void setUp() {
        files = new SampledFiles(root);
        store = new LocalFileStore(root);
    }

    private SleeperException failure(FileStore from, FileInfo file) {
        return catchThrowableOfType(
                SleeperException.class, () -> KeySample.of(from, List.of(file), SampledFiles.SCHEMA, 20_000));
    }

    private SleeperException failureOfLoad(FileInfo file, int rowGroups, long rows) {
        SortSettings settings =
                new SortSettings(WriteSettings.DEFAULT, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 1, root);
        SortRequest request = new SortRequest(
                SampledFiles.SCHEMA,
                PartitionTree.single(1),
                List.of(new InputFile(file.path(), file.version(), rows, rowGroups)),
                store,
                new TableLocation("tables", new TableName("t")),
                new AttemptId(new JobId("j"), 1),
                "r",
                settings);
        return catchThrowableOfType(SleeperException.class, () -> PartitionedSort.run(request));
    }

    private void expectSame(SleeperException sampled, SleeperException loaded) {
        assertThat(sampled).hasSameClassAs(loaded).hasMessage(loaded.getMessage());
        assertThat(sampled.faults()).isEqualTo(loaded.faults());
    }

    /** A store in which something happens to the file after its footer was read. */
    private FileStore afterFooter(FileChange change) {
        IntConsumer second = number -> {
            if (number == 2) {
                change.quietly();
            }
        };
        return new CountingStore(store, second);
    }

    @FunctionalInterface
    private interface FileChange {
        void run() throws IOException;

        default void quietly() {
            try {
                run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void shouldTellThatAFileWasOverwrittenBeforeItWasOpened() throws IOException {
        // Given
        FileInfo listed = files.write("a.parquet", 0, 1, 100);
        files.replace(listed, "another".getBytes(StandardCharsets.UTF_8));
        // When
        SleeperException sampled = failure(store, listed);
        // Then
        assertThat(sampled).isInstanceOf(RunFailedException.class);
        assertThat(sampled.code()).isEqualTo(ErrorCode.INPUT_CHANGED);
        expectSame(sampled, failureOfLoad(listed, 1, 100));
    }

    @Test
    void shouldTellThatAFileWasOverwrittenAfterItsFooterWasRead() throws IOException {
        // Given
        FileInfo listed = files.write("a.parquet", 0, 1, 100);
        byte[] bytes = Files.readAllBytes(files.path(listed));
        // When
        SleeperException sampled =
                failure(afterFooter(() -> files.replace(listed, Arrays.copyOf(bytes, bytes.length + 1))), listed);
        // Then
        assertThat(sampled.code()).isEqualTo(ErrorCode.INPUT_CHANGED);
        expectSame(sampled, failureOfLoad(listed, 1, 100));
    }

    @Test
    void shouldTellThatAFileIsGone() throws IOException {
        // Given
        FileInfo listed = files.write("a.parquet", 0, 1, 100);
        // When
        SleeperException sampled = failure(afterFooter(() -> Files.delete(files.path(listed))), listed);
        // Then it is told, and as well where the file was gone before it was opened
        assertThat(sampled.code()).isEqualTo(ErrorCode.INPUT_CHANGED);
        assertThat(sampled).hasMessageContaining("in/a.parquet: found no file any more");
        expectSame(sampled, failureOfLoad(listed, 1, 100));
        expectSame(failure(store, listed), failureOfLoad(listed, 1, 100));
    }

    @Test
    void shouldTellWhichFileIsNoParquet() throws IOException {
        // Given
        FileInfo file = files.write("a.parquet", 0, 1, 100);
        FileInfo text = files.replace(file, "a,b,c\n1,2,3\n4,5,6\n".getBytes(StandardCharsets.UTF_8));
        // When
        SleeperException sampled = failure(store, text);
        // Then
        assertThat(sampled.code()).isEqualTo(ErrorCode.NOT_PARQUET);
        expectSame(sampled, failureOfLoad(text, 1, 100));
    }

    @Test
    void shouldTellFileRowGroupAndColumnOfADamagedPage() throws IOException {
        // Given two row groups, of the second of which a page is damaged
        FileInfo damaged = damagedAt(files.write("a.parquet", 0, 2, 4_000), 0.6);
        // When
        SleeperException sampled = failure(store, damaged);
        // Then
        expectDamageOf(sampled, 1);
        expectSame(sampled, failureOfLoad(damaged, 2, 8_000));
    }

    @Test
    void shouldTellFileRowGroupAndColumnOfADamagedPageOfAStretch() throws IOException {
        // Given a row group that is read in stretches
        FileInfo damaged = damagedAt(files.write("a.parquet", 0, 1, ROWS), 0.5);
        // When
        SleeperException sampled = failure(store, damaged);
        // Then
        expectDamageOf(sampled, 0);
        expectSame(sampled, failureOfLoad(damaged, 1, ROWS));
    }

    private static void expectDamageOf(SleeperException sampled, int rowGroup) {
        assertThat(sampled).isInstanceOf(InvalidRequestException.class);
        assertThat(sampled.code()).isEqualTo(ErrorCode.CORRUPT_FILE);
        assertThat(sampled.faults())
                .extracting(fault -> fault.location())
                .containsExactly(FaultLocation.ofFile("in/a.parquet")
                        .inRowGroup(rowGroup)
                        .inColumn("key"));
    }

    /** Some pages from there on hold nothing but zeros. */
    private FileInfo damagedAt(FileInfo file, double share) throws IOException {
        byte[] bytes = Files.readAllBytes(files.path(file));
        int start = (int) (bytes.length * share);
        int end = Math.min(bytes.length / 10 * 9, start + Math.max(1_500, bytes.length / 50));
        Arrays.fill(bytes, start, end, (byte) 0);
        return files.replace(file, bytes);
    }

    @Test
    void shouldTakeKeysOfAFileWhosePageIndexIsWrong() throws IOException {
        // Given indexes that begin inside a page, are not there, or have two thousand million pages; a load looks at
        // none of them
        FileInfo file = files.write("a.parquet", 0, 1, ROWS);
        long[] at = new long[1];
        FileInfo shifted = files.changeChunks(file, chunk -> {
            at[0] = chunk.getOffset_index_offset();
            chunk.setOffset_index_offset(10_000);
        });
        expectTenthsOf(shifted);
        FileInfo outside = files.changeChunks(shifted, chunk -> chunk.setOffset_index_offset(Long.MAX_VALUE));
        expectTenthsOf(outside);
        FileInfo back = files.changeChunks(outside, chunk -> chunk.setOffset_index_offset(at[0]));
        expectTenthsOf(back);
        byte[] bytes = Files.readAllBytes(files.path(back));
        byte[] endless = {0x19, (byte) 0xfc, -1, -1, -1, -1, 7};
        System.arraycopy(endless, 0, bytes, (int) at[0], endless.length);
        expectTenthsOf(files.replace(back, bytes));
    }

    private void expectTenthsOf(FileInfo file) {
        List<Key> keys = KeySample.of(store, List.of(file), SampledFiles.SCHEMA, 10);
        assertThat(keys)
                .extracting(key -> ((KeyValue.OfLong) key.values().get(0)).value() / (ROWS / 10))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }
}
