package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderValues;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.settings.IngestSettings.ExtraColumns;
import sleeper.core.settings.IngestSettings.MissingColumns;
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
import sleeper.sort.schema.ColumnRules;
import sleeper.statestore.file.LocalFileStore;
import sleeper.testkit.data.RandomPartitions;
import sleeper.testkit.data.RandomRows;
import sleeper.testkit.data.RandomTables;

/** Files of any schema that lack some of its columns, whose values stand in folders or nowhere, and have others besides. */
class FilledColumnsIT {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("t"));
    private static final ColumnRules LENIENT = new ColumnRules(ExtraColumns.IGNORE, MissingColumns.NULL);

    @TempDir
    Path root;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("sleeper.sort.seeds", 40));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldFillWhatFilesLackAndLeaveOutWhatTheTableLacks(long seed) throws IOException {
        // Given files of a random schema, each in folders and with columns of its own
        Random random = new Random(seed);
        Schema schema = new RandomTables(seed).schema();
        RandomRows generator = new RandomRows(schema, seed);
        PartitionTree tree = RandomPartitions.of(schema, generator, random.nextInt(10), seed);
        FileStore store = new LocalFileStore(root);
        List<Map<String, Object>> rows = new ArrayList<>();
        List<InputFile> inputs = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            inputs.add(write(store, schema, i, generator.rows(1 + random.nextInt(6_000)), random, rows));
        }
        // When they are sorted
        List<DataFile> files = WrittenFile.files(PartitionedSort.run(request(store, schema, tree, inputs)));
        // Then
        FileVerifier verifier = new FileVerifier(store, TABLE, schema);
        for (DataFile file : files) {
            assertThat(verifier.verify(file)).isEmpty();
        }
        List<Map<String, Object>> found = new ArrayList<>();
        try (TableScan scan = new TableScan(store, TABLE, schema, files, Region.all(tree.dimensions()))) {
            scan.forEachRemaining(found::add);
        }
        assertThat(ReferenceSort.asMultiset(found)).isEqualTo(ReferenceSort.asMultiset(rows));
    }

    /** Of each field decides whether the file has it, a folder, both, or neither, and changes the rows accordingly. */
    private InputFile write(
            FileStore store,
            Schema schema,
            int number,
            List<Map<String, Object>> rows,
            Random random,
            List<Map<String, Object>> expected)
            throws IOException {
        Map<String, Object> constants = new HashMap<>();
        List<Field> ofFile = new ArrayList<>();
        StringBuilder folder = new StringBuilder("f" + number);
        for (Field field : schema.allFields()) {
            int choice = random.nextInt(5);
            Object value = rows.get(0).get(field.name());
            if (choice < 2 && isText(field.type(), value)) {
                constants.put(field.name(), value);
                folder.append('/').append(field.name()).append('=').append(text(value));
                if (choice == 0) {
                    ofFile.add(field);
                }
            } else if (choice == 2 && field.nullable()) {
                constants.put(field.name(), null);
            } else {
                ofFile.add(field);
            }
        }
        rows.forEach(row -> row.putAll(constants));
        expected.addAll(rows);
        Field extra = Field.required("extra", PrimitiveType.STRING);
        ofFile.add(extra);
        List<Map<String, Object>> written = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            Map<String, Object> more = new HashMap<>(row);
            more.put(extra.name(), "more");
            written.add(more);
        }
        Collections.shuffle(ofFile, random);
        Files.createDirectories(root.resolve("in").resolve(folder.toString()));
        FilePath path = new FilePath("in", folder + "/part.parquet");
        GroupFiles.Options options = new GroupFiles.Options(
                GroupFiles.anyCodec(random),
                WriterVersion.PARQUET_2_0,
                random.nextBoolean(),
                false,
                4_000,
                20_000,
                true);
        GroupFiles.writeFields(
                root.resolve(path.toString()), ofFile, new StoredTypes(random).of(ofFile), written, options);
        InputCheck.Result result = InputCheck.check(store, store.find(path).orElseThrow(), schema, LENIENT);
        assertThat(result.faults()).isEmpty();
        return result.input();
    }

    /** Names of folders hold no bytes that are no text, and names of files are short. */
    private static boolean isText(FieldType type, Object value) {
        if (type instanceof ListType || type instanceof MapType || type instanceof StructType) {
            return false;
        }
        if (value == null) {
            return true;
        }
        boolean text = !(value instanceof byte[] bytes)
                || Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
        return text && text(value).length() < 200;
    }

    private static String text(Object value) {
        if (value == null) {
            return FolderValues.NULL;
        }
        String text = value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private SortRequest request(FileStore store, Schema schema, PartitionTree tree, List<InputFile> inputs) {
        WriteSettings write = WriteSettings.builder().pageBytes(1 << 10).build();
        return new SortRequest(
                schema,
                tree,
                inputs,
                store,
                TABLE,
                new AttemptId(new JobId("j"), 1),
                "r",
                LENIENT,
                new SortSettings(write, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 2, root),
                SortProgress.NONE,
                () -> {});
    }
}
