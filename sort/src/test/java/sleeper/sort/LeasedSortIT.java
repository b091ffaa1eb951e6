package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.check.InputCheck;
import sleeper.sort.demo.DemoData;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.memory.UnreliableMemory;
import sleeper.sort.read.FileVerifier;
import sleeper.statestore.file.LocalFileStore;

/** The whole sort, in several threads, on memory that is refused and called back at any time. */
class LeasedSortIT {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("demo"));
    private static final int ROWS = 400_000;

    @TempDir
    Path root;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldLoseNoRowWhateverIsRefusedAndCalledBack(long seed) throws Exception {
        // Given
        FileStore store = new LocalFileStore(root);
        Files.createDirectories(root.resolve("in"));
        Path spill = Files.createDirectories(root.resolve("spill"));
        List<InputFile> inputs = new ArrayList<>();
        for (FilePath path : new DemoData(ROWS, 4, 20_000, seed).write(store, new FilePath("in", "d"), 2)) {
            inputs.add(InputCheck.check(store, store.find(path).orElseThrow(), DemoData.SCHEMA)
                    .input());
        }
        SortRequest request = new SortRequest(
                DemoData.SCHEMA,
                DemoData.partitions(4),
                inputs,
                store,
                TABLE,
                new AttemptId(new JobId("j"), 1),
                "r",
                new SortSettings(WriteSettings.DEFAULT, 32L << 20, 4, spill));
        UnreliableMemory memory = new UnreliableMemory(seed);
        // When
        List<DataFile> files;
        try (SortRun run = new SortRun(request, memory, memory)) {
            run.readInputs();
            files = WrittenFile.files(run.writeFiles());
        }
        // Then
        assertThat(files).hasSize(4);
        FileVerifier verifier = new FileVerifier(store, TABLE, DemoData.SCHEMA);
        files.forEach(file -> assertThat(verifier.verify(file)).isEmpty());
        assertThat(files.stream().mapToLong(DataFile::rowCount).sum()).isEqualTo(ROWS);
        assertThat(memory.refusals()).isPositive();
        assertThat(memory.calledBackBytes()).isPositive();
        assertThat(memory.lentBytes()).isZero();
    }
}
