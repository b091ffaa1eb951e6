package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.check.InputCheck;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.read.FileVerifier;
import sleeper.sort.read.TableScan;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.ReferenceSort;
import sleeper.sort.reference.StoredTypes;
import sleeper.statestore.file.LocalFileStore;
import sleeper.testkit.data.RandomPartitions;
import sleeper.testkit.data.RandomRows;
import sleeper.testkit.data.RandomTables;

/** Any schema, any rows, stored in any way by the Parquet project's writer, against the plain reference. */
class SortPropertiesIT {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("t"));

    @TempDir
    Path root;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("sleeper.sort.seeds", 40));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveEveryRowOnceInItsPartitionAndInOrder(long seed) throws IOException {
        // Given files of a random schema
        Random random = new Random(seed);
        Schema schema = new RandomTables(seed).schema();
        RandomRows generator = new RandomRows(schema, seed);
        PartitionTree tree = RandomPartitions.of(schema, generator, random.nextInt(20), seed);
        FileStore store = new LocalFileStore(root);
        Files.createDirectories(root.resolve("in"));
        List<Map<String, Object>> rows = new ArrayList<>();
        List<InputFile> inputs = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            List<Map<String, Object>> part = generator.rows(random.nextInt(1_500));
            rows.addAll(part);
            inputs.add(write(store, schema, "f" + i, part, random));
        }
        // When they are sorted
        List<DataFile> files = WrittenFile.files(PartitionedSort.run(new SortRequest(
                schema, tree, inputs, store, TABLE, new AttemptId(new JobId("j"), 1), "r", settings(random))));
        // Then
        FileVerifier verifier = new FileVerifier(store, TABLE, schema);
        for (DataFile file : files) {
            assertThat(verifier.verify(file)).isEmpty();
        }
        for (Partition leaf : tree.leaves()) {
            List<Map<String, Object>> expected = rows.stream()
                    .filter(row -> leaf.region().contains(ReferenceSort.rowKey(schema, row)))
                    .toList();
            List<DataFile> leafFiles = files.stream()
                    .filter(file -> file.cutFor().equals(leaf.region()))
                    .toList();
            List<Map<String, Object>> found = scan(store, schema, leafFiles, Region.all(tree.dimensions()));
            assertThat(ReferenceSort.asMultiset(found)).isEqualTo(ReferenceSort.asMultiset(expected));
            assertThat(found).isSortedAccordingTo(ReferenceSort.byKeys(schema));
            // And a query of the leaf's region over the whole table finds them as well
            assertThat(ReferenceSort.asMultiset(scan(store, schema, files, leaf.region())))
                    .isEqualTo(ReferenceSort.asMultiset(expected));
        }
    }

    private InputFile write(FileStore store, Schema schema, String name, List<Map<String, Object>> rows, Random random)
            throws IOException {
        GroupFiles.Options options = new GroupFiles.Options(
                GroupFiles.anyCodec(random),
                random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0,
                random.nextBoolean(),
                random.nextBoolean(),
                64 + random.nextInt(4_000),
                random.nextBoolean() ? 1 << 20 : 8_000 + random.nextInt(20_000),
                random.nextBoolean());
        GroupFiles.write(
                root.resolve("in/" + name + ".parquet"), schema, new StoredTypes(random).of(schema), rows, options);
        FilePath path = new FilePath("in", name + ".parquet");
        InputCheck.Result result = InputCheck.check(store, store.find(path).orElseThrow(), schema);
        assertThat(result.faults()).isEmpty();
        assertThat(result.input().rowCount()).isEqualTo(rows.size());
        return result.input();
    }

    private SortSettings settings(Random random) {
        CompressionCodec[] codecs = {
            CompressionCodec.ZSTD,
            CompressionCodec.SNAPPY,
            CompressionCodec.GZIP,
            CompressionCodec.LZ4_RAW,
            CompressionCodec.UNCOMPRESSED
        };
        WriteSettings write = WriteSettings.builder()
                .codec(codecs[random.nextInt(codecs.length)], 1)
                .pageBytes(1 << 10)
                .rowGroupBytes(1 << 16)
                .maxFileRows(random.nextBoolean() ? Long.MAX_VALUE : 100 + random.nextInt(400))
                .build();
        return new SortSettings(write, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 1 + random.nextInt(3), root);
    }

    private static List<Map<String, Object>> scan(FileStore store, Schema schema, List<DataFile> files, Region region) {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (TableScan scan = new TableScan(store, TABLE, schema, files, region)) {
            scan.forEachRemaining(rows::add);
        }
        return rows;
    }
}
