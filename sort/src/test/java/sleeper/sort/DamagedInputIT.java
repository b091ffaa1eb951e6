package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.check.InputCheck;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.read.TableScan;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.ReferenceSort;
import sleeper.sort.reference.StoredTypes;
import sleeper.statestore.file.LocalFileStore;
import sleeper.testkit.data.RandomRows;
import sleeper.testkit.data.RandomTables;

/** Bytes flipped, cut off and put in at random: a sort gives the rows that were written, or refuses with a code. */
class DamagedInputIT {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("t"));
    private static final int MUTANTS = 60;
    private static final List<ErrorCode> EXPECTED = List.of(
            ErrorCode.CORRUPT_FILE,
            ErrorCode.NOT_PARQUET,
            ErrorCode.LIMIT_EXCEEDED,
            ErrorCode.SCHEMA_MISMATCH,
            ErrorCode.NULL_VALUE,
            ErrorCode.VALUE_OUT_OF_RANGE,
            ErrorCode.COMPRESSION_NOT_READ);

    @TempDir
    Path root;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("sleeper.sort.damage.seeds", 40));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldNeverGiveAlteredRowsNorFailWithoutACode(long seed) throws IOException {
        // Given a file with checksums
        Random random = new Random(seed);
        Schema schema = new RandomTables(seed).schema();
        List<Map<String, Object>> rows = new RandomRows(schema, seed).rows(1 + random.nextInt(200));
        List<String> written = ReferenceSort.asMultiset(rows);
        Files.createDirectories(root.resolve("in"));
        Path whole = root.resolve("in/whole.parquet");
        GroupFiles.Options options = new GroupFiles.Options(
                GroupFiles.anyCodec(random),
                random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0,
                random.nextBoolean(),
                random.nextBoolean(),
                256,
                8_000,
                true);
        GroupFiles.write(whole, schema, new StoredTypes(random).of(schema), rows, options);
        byte[] bytes = Files.readAllBytes(whole);
        Map<ErrorCode, Integer> refused = new EnumMap<>(ErrorCode.class);
        for (int i = 0; i < MUTANTS; i++) {
            // When it is damaged and sorted
            String name = "mutant" + i + ".parquet";
            Files.write(root.resolve("in/" + name), mutant(bytes, random));
            // Then the rows are those that were written, or there is a code
            try {
                assertThat(sort(schema, name, i)).as("mutant %d", i).isEqualTo(written);
            } catch (SleeperException e) {
                assertThat(e.code()).as("mutant %d: %s", i, e.getMessage()).isIn(EXPECTED);
                assertThat(e.getMessage()).contains(name);
                assertThat(e.faults())
                        .extracting(fault -> fault.location().file())
                        .containsOnly("in/" + name);
                refused.merge(e.code(), 1, Integer::sum);
            }
        }
        assertThat(refused).isNotEmpty();
    }

    private static byte[] mutant(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        switch (random.nextInt(6)) {
            case 0 -> {
                return Arrays.copyOf(changed, random.nextInt(changed.length));
            }
            case 1 -> {
                // The footer, which no checksum covers
                int tail = Math.min(changed.length, 600);
                changed[changed.length - 1 - random.nextInt(tail)] ^= (byte) (1 << random.nextInt(8));
            }
            case 2 -> {
                int start = random.nextInt(changed.length);
                for (int i = start; i < Math.min(changed.length, start + 1 + random.nextInt(16)); i++) {
                    changed[i] = (byte) random.nextInt();
                }
            }
            default -> {
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return changed;
    }

    private List<String> sort(Schema schema, String name, int run) throws IOException {
        FileStore store = new LocalFileStore(root);
        FileInfo info = store.find(new FilePath("in", name)).orElseThrow();
        InputCheck.Result check = InputCheck.check(store, info, schema);
        if (!check.isAccepted()) {
            throw new InvalidRequestException("The file was refused.", check.faults());
        }
        SortSettings settings =
                new SortSettings(WriteSettings.DEFAULT, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 1, root);
        int dimensions = schema.rowKeyFields().size();
        List<DataFile> files = WrittenFile.files(PartitionedSort.run(new SortRequest(
                schema,
                PartitionTree.single(dimensions),
                List.of(check.input()),
                store,
                TABLE,
                new AttemptId(new JobId("j"), 1),
                "r" + run,
                settings)));
        List<Map<String, Object>> rows = new ArrayList<>();
        try (TableScan scan = new TableScan(store, TABLE, schema, files, Region.all(dimensions))) {
            scan.forEachRemaining(rows::add);
        }
        return ReferenceSort.asMultiset(rows);
    }
}
