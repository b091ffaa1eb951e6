package sleeper.sort.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.sort.check.InputCheck;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.StoredTypes;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.file.LocalFileStore;
import sleeper.testkit.data.RandomPartitions;
import sleeper.testkit.data.RandomRows;
import sleeper.testkit.data.RandomTables;

/** A table and files for it, the same in every process for a seed and a folder. */
final class RandomJob {
    static final TableLocation TABLE = new TableLocation("tables", new TableName("t"));
    static final AttemptId ATTEMPT = new AttemptId(new JobId("j"), 1);

    private final long seed;
    private final Path root;
    private final Schema schema;
    private final FileStore store;

    RandomJob(long seed, Path root) {
        this.seed = seed;
        this.root = root;
        this.schema = new RandomTables(seed).schema();
        this.store = new LocalFileStore(root);
    }

    Schema schema() {
        return schema;
    }

    TableLayout layout() {
        return new TableLayout(schema);
    }

    FileStore store() {
        return store;
    }

    PartitionTree tree() {
        return RandomPartitions.of(schema, new RandomRows(schema, seed), (int) (seed % 20), seed);
    }

    /** Writes the files, one to three of them, some with several row groups. */
    void makeInputs() throws IOException {
        Random random = new Random(seed);
        RandomRows rows = new RandomRows(schema, seed + 1);
        Files.createDirectories(root.resolve("in"));
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            GroupFiles.write(
                    root.resolve("in/f" + i + ".parquet"),
                    schema,
                    new StoredTypes(random).of(schema),
                    rows.rows(random.nextInt(1_500)),
                    new GroupFiles.Options(
                            GroupFiles.anyCodec(random),
                            WriterVersion.PARQUET_1_0,
                            random.nextBoolean(),
                            random.nextBoolean(),
                            2_000,
                            20_000,
                            true));
        }
    }

    List<InputFile> inputs() throws IOException {
        List<InputFile> inputs = new ArrayList<>();
        for (int i = 0; Files.exists(root.resolve("in/f" + i + ".parquet")); i++) {
            FilePath path = new FilePath("in", "f" + i + ".parquet");
            inputs.add(InputCheck.check(store, store.find(path).orElseThrow(), schema)
                    .input());
        }
        return inputs;
    }
}
