package sleeper.sort.reference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.PartitionedSort;
import sleeper.sort.SortRequest;
import sleeper.sort.SortSettings;
import sleeper.sort.check.InputCheck;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.read.TableScan;
import sleeper.statestore.file.LocalFileStore;

/** Files that were checked as a job's are, sorted into a table, and read back. */
public final class LoadedTable {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("t"));

    private LoadedTable() {}

    /**
     * @param root  where the bucket {@code in} is, and the table will be
     * @param names files of the bucket
     * @return the table's rows, in key order
     * @throws InvalidRequestException if a file is refused, with all its faults
     */
    public static List<Map<String, Object>> rows(Path root, Schema schema, String... names) throws IOException {
        FileStore store = new LocalFileStore(root);
        List<InputFile> inputs = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (String name : names) {
            FilePath path = new FilePath("in", name);
            InputCheck.Result result = InputCheck.check(store, store.find(path).orElseThrow(), schema);
            inputs.add(result.input());
            faults.addAll(result.faults());
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("The files were refused.", faults);
        }
        int dimensions = schema.rowKeyFields().size();
        List<DataFile> files = WrittenFile.files(PartitionedSort.run(new SortRequest(
                schema,
                PartitionTree.single(dimensions),
                inputs,
                store,
                TABLE,
                new AttemptId(new JobId("j"), 1),
                "r",
                new SortSettings(WriteSettings.DEFAULT, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 1, root))));
        List<Map<String, Object>> rows = new ArrayList<>();
        try (TableScan scan = new TableScan(store, TABLE, schema, files, Region.all(dimensions))) {
            scan.forEachRemaining(rows::add);
        }
        return rows;
    }
}
