package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.RunFailedException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.check.InputCheck;
import sleeper.sort.demo.DemoData;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.read.FileVerifier;
import sleeper.statestore.file.LocalFileStore;
import sleeper.testkit.file.FullDisk;

/** More rows than the memory budget holds: 30 MB of rows against 16 MiB. */
class SpillIT {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("demo"));
    private static final int ROWS = 1_000_000;

    @TempDir
    Path root;

    private FileStore store;
    private final List<InputFile> inputs = new ArrayList<>();

    @BeforeEach
    void makeInput() throws IOException {
        store = new LocalFileStore(root);
        Files.createDirectories(root.resolve("in"));
        Files.createDirectories(root.resolve("spill"));
        for (FilePath path : new DemoData(ROWS, 4, 100_000, 7).write(store, new FilePath("in", "d"), 2)) {
            inputs.add(InputCheck.check(store, store.find(path).orElseThrow(), DemoData.SCHEMA)
                    .input());
        }
    }

    private SortRequest request(PartitionTree tree, FileStore files, Runnable checkpoint) {
        return request(tree, files, checkpoint, SortSettings.LEAST_MEMORY_BUDGET_BYTES, Long.MAX_VALUE);
    }

    private SortRequest request(
            PartitionTree tree, FileStore files, Runnable checkpoint, long memoryBudgetBytes, long mostRunRows) {
        SortSettings settings = new SortSettings(
                WriteSettings.builder().rowGroupBytes(4 << 20).build(),
                memoryBudgetBytes,
                2,
                root.resolve("spill"),
                mostRunRows);
        return new SortRequest(
                DemoData.SCHEMA,
                tree,
                inputs,
                files,
                TABLE,
                new AttemptId(new JobId("j"), 1),
                "r",
                settings,
                SortProgress.NONE,
                checkpoint);
    }

    private void expectWhole(List<DataFile> files, int leaves) {
        assertThat(files).hasSize(leaves);
        assertThat(files.stream().mapToLong(DataFile::rowCount).sum()).isEqualTo(ROWS);
        FileVerifier verifier = new FileVerifier(store, TABLE, DemoData.SCHEMA);
        files.forEach(file -> assertThat(verifier.verify(file)).isEmpty());
    }

    private List<String> filesBelow(String folder) throws IOException {
        if (!Files.isDirectory(root.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(root.resolve(folder))) {
            return found.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    @Test
    void shouldSpillWhatMemoryDoesNotHold() throws IOException {
        // When
        List<DataFile> files =
                WrittenFile.files(PartitionedSort.run(request(DemoData.partitions(64), store, () -> {})));
        // Then the rows are all there, and nothing is left of the spill
        expectWhole(files, 64);
        assertThat(filesBelow("spill")).isEmpty();
    }

    @Test
    void shouldMergeRunsOfAPartitionLargerThanMemory() throws IOException {
        // When
        List<DataFile> files =
                WrittenFile.files(PartitionedSort.run(request(PartitionTree.single(1), store, () -> {})));
        // Then
        expectWhole(files, 1);
        assertThat(filesBelow("spill")).isEmpty();
    }

    @Test
    void shouldMergeRunsOfAPartitionWithMoreRowsThanARunMayHave() throws IOException {
        // Given memory for all of it, and runs of 300,000 rows
        SortRequest request = request(PartitionTree.single(1), store, () -> {}, 1L << 30, 300_000);
        // When
        List<DataFile> files = WrittenFile.files(PartitionedSort.run(request));
        // Then it is one file, and nothing is left of the runs
        expectWhole(files, 1);
        assertThat(filesBelow("spill")).isEmpty();
    }

    @Test
    void shouldNeedDiskForRunsOnlyWhereAPartitionHasMoreRowsThanARunMayHave() throws IOException {
        // Given memory for all of it, and no folder to spill to
        Files.delete(root.resolve("spill"));
        // When / Then a partition of a million rows is one run of a million, but not of one row less
        expectWhole(
                WrittenFile.files(
                        PartitionedSort.run(request(PartitionTree.single(1), store, () -> {}, 1L << 30, ROWS))),
                1);
        assertThatThrownBy(() -> WrittenFile.files(
                        PartitionedSort.run(request(PartitionTree.single(1), store, () -> {}, 1L << 30, ROWS - 1))))
                .hasMessageContaining("The sort stopped");
    }

    @Test
    void shouldStopAndTakeItsFilesBackWhenTheDiskIsFull() throws IOException {
        // Given a store that has room for 3 MB
        FileStore full = new FullDisk(store, 3_000_000);
        // When / Then
        assertThatThrownBy(
                        () -> WrittenFile.files(PartitionedSort.run(request(DemoData.partitions(64), full, () -> {}))))
                .isInstanceOfSatisfying(
                        RunFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
        assertThat(filesBelow("tables")).isEmpty();
        assertThat(filesBelow("spill")).isEmpty();
    }

    @Test
    void shouldStopAtACheckpointThatThrows() throws IOException {
        // Given a checkpoint that refuses at the tenth call
        AtomicLong calls = new AtomicLong();
        Runnable checkpoint = () -> {
            if (calls.incrementAndGet() == 10) {
                throw new CancellationException("enough");
            }
        };
        // When / Then
        assertThatThrownBy(() ->
                        WrittenFile.files(PartitionedSort.run(request(DemoData.partitions(64), store, checkpoint))))
                .isInstanceOf(CancellationException.class)
                .hasMessage("enough");
        assertThat(filesBelow("tables")).isEmpty();
    }

    @Test
    void shouldRefuseAnInputThatWasReplaced() throws IOException {
        // Given
        Path replaced = root.resolve("in").resolve(inputs.get(1).path().key());
        byte[] bytes = Files.readAllBytes(replaced);
        Files.delete(replaced);
        Files.write(replaced, bytes);
        // When / Then
        assertThatThrownBy(
                        () -> WrittenFile.files(PartitionedSort.run(request(DemoData.partitions(4), store, () -> {}))))
                .isInstanceOfSatisfying(
                        RunFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_CHANGED));
    }
}
