package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.check.InputCheck;
import sleeper.sort.demo.DemoData;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.read.FileVerifier;
import sleeper.sort.read.TableScan;
import sleeper.statestore.file.LocalFileStore;

class PartitionedSortIT {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("demo"));

    @TempDir
    Path root;

    @Test
    void shouldSortDemoRowsIntoTheirPartitions() throws Exception {
        // Given a hundred thousand rows in ten files
        FileStore store = new LocalFileStore(root);
        Files.createDirectories(root.resolve("in"));
        Files.createDirectories(root.resolve("tables"));
        List<FilePath> paths = new DemoData(100_000, 10, 3_000, 42).write(store, new FilePath("in", "data"), 2);
        PartitionTree tree = DemoData.partitions(16);
        List<InputFile> inputs = new ArrayList<>();
        for (FilePath path : paths) {
            InputCheck.Result result = InputCheck.check(store, store.find(path).orElseThrow(), DemoData.SCHEMA);
            assertThat(result.faults()).isEmpty();
            inputs.add(result.input());
        }
        // When they are sorted
        SortSettings settings =
                new SortSettings(WriteSettings.DEFAULT, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 2, root);
        List<DataFile> files = WrittenFile.files(PartitionedSort.run(new SortRequest(
                DemoData.SCHEMA, tree, inputs, store, TABLE, new AttemptId(new JobId("job"), 1), "run", settings)));
        // Then each leaf has a file that passes verification, and no row is lost
        assertThat(files).hasSize(16);
        FileVerifier verifier = new FileVerifier(store, TABLE, DemoData.SCHEMA);
        for (DataFile file : files) {
            assertThat(verifier.verify(file)).isEmpty();
        }
        assertThat(files.stream().mapToLong(DataFile::rowCount).sum()).isEqualTo(100_000);
        // And reading them back gives the rows that went in
        assertThat(rows(store, files, Region.all(1))).isEqualTo(inputRows(store, inputs));
    }

    private static List<String> rows(FileStore store, List<DataFile> files, Region region) {
        List<String> rows = new ArrayList<>();
        try (TableScan scan = new TableScan(store, TABLE, DemoData.SCHEMA, files, region)) {
            scan.forEachRemaining(row -> rows.add(row.toString()));
        }
        rows.sort(null);
        return rows;
    }

    private static List<String> inputRows(FileStore store, List<InputFile> inputs) {
        List<DataFile> asTable = inputs.stream()
                .map(input -> new DataFile(
                        input.path().key(),
                        Region.all(1),
                        input.rowCount(),
                        input.version().lengthBytes(),
                        "-"))
                .toList();
        List<String> rows = new ArrayList<>();
        TableLocation in = new TableLocation("in", new TableName("data"));
        List<DataFile> relative = asTable.stream()
                .map(file -> new DataFile(
                        file.path().substring("data/".length()), file.cutFor(), file.rowCount(), file.sizeBytes(), "-"))
                .toList();
        try (TableScan scan = new TableScan(store, in, DemoData.SCHEMA, relative, Region.all(1))) {
            scan.forEachRemaining(row -> rows.add(row.toString()));
        }
        rows.sort(null);
        return rows;
    }
}
