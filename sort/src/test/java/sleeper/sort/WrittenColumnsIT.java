package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.parquet.format.SchemaElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.TableName;
import sleeper.core.table.ValueBounds;
import sleeper.core.table.WrittenFile;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.format.FooterReader;
import sleeper.sort.read.FooterColumns;
import sleeper.statestore.file.LocalFileStore;

class WrittenColumnsIT {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("t"));
    private static final Field KEY = Field.required("key", PrimitiveType.INT);

    @TempDir
    private Path root;

    /** @return the one file of the rows, in row groups of a few rows each */
    private WrittenFile write(Schema schema, List<Map<String, Object>> rows) {
        SortSettings settings = new SortSettings(
                WriteSettings.builder().rowGroupBytes(1 << 16).build(),
                SortSettings.LEAST_MEMORY_BUDGET_BYTES,
                1,
                root);
        try (RecordSort sort = new RecordSort(new SortRequest(
                schema,
                PartitionTree.single(1),
                List.of(),
                store(),
                TABLE,
                new AttemptId(new JobId("j"), 1),
                "r",
                settings))) {
            rows.forEach(sort::add);
            return sort.finish().get(0);
        }
    }

    private FileStore store() {
        return new LocalFileStore(root);
    }

    private static Map<String, Object> row(int key, String name, Object value) {
        Map<String, Object> row = new HashMap<>();
        row.put("key", key);
        row.put(name, value);
        return row;
    }

    private static byte[] ints(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static Optional<ValueBounds> between(byte[] lower, byte[] upper) {
        return Optional.of(new ValueBounds(lower, upper));
    }

    private List<ColumnMetrics> footerOf(WrittenFile file, Schema schema) {
        return FooterColumns.read(store(), TABLE, schema, List.of(file.file())).get(0);
    }

    @Test
    void shouldTellOfEachColumnWhatTheFooterSays() {
        // Given
        Schema schema = new Schema(List.of(KEY), List.of(), List.of(Field.nullable("note", PrimitiveType.STRING)));
        // When
        WrittenFile file = write(schema, List.of(row(3, "note", "b"), row(-1, "note", null), row(2, "note", "a")));
        // Then
        assertThat(file.columns()).extracting(ColumnMetrics::fieldId).containsExactly(1, 2);
        assertThat(file.columns()).extracting(ColumnMetrics::nulls).containsExactly(0L, 1L);
        assertThat(file.columns()).extracting(ColumnMetrics::values).containsExactly(3L, 3L);
        assertThat(file.columns())
                .extracting(ColumnMetrics::bounds)
                .containsExactly(
                        between(ints(-1), ints(3)),
                        between("a".getBytes(StandardCharsets.UTF_8), "b".getBytes(StandardCharsets.UTF_8)));
        assertThat(file.columns()).allMatch(column -> column.sizeBytes() > 0);
        assertThat(footerOf(file, schema)).isEqualTo(file.columns());
    }

    @Test
    void shouldGoOverAllRowGroups() {
        // Given texts of which a row group holds some thousand, nulls alone in the first and a NaN in the last
        Schema schema = new Schema(
                List.of(KEY),
                List.of(),
                List.of(Field.nullable("text", PrimitiveType.STRING), Field.nullable("number", PrimitiveType.DOUBLE)));
        List<Map<String, Object>> rows = new ArrayList<>();
        int count = 40_000;
        for (int key = 0; key < count; key++) {
            Map<String, Object> row = row(key, "text", key < count / 2 ? null : "x".repeat(90) + key);
            row.put("number", key == count - 1 ? Double.NaN : 1.0 * key);
            rows.add(row);
        }
        // When
        WrittenFile file = write(schema, rows);
        // Then the bounds of the texts, which are cut, hold those of the other groups; a NaN leaves none
        ColumnMetrics text = file.columns().get(1);
        assertThat(text.nulls()).isEqualTo(count / 2);
        assertThat(new String(text.bounds().orElseThrow().lower(), StandardCharsets.UTF_8))
                .isEqualTo("x".repeat(64));
        assertThat(new String(text.bounds().orElseThrow().upper(), StandardCharsets.UTF_8))
                .isEqualTo("x".repeat(63) + "y");
        assertThat(file.columns().get(2).bounds()).isEmpty();
        assertThat(file.columns().get(0).bounds()).isEqualTo(between(ints(0), ints(count - 1)));
        assertThat(footerOf(file, schema)).isEqualTo(file.columns());
    }

    @Test
    void shouldTellNoBoundsOfWhatIsInsideListsAndMaps() {
        Schema schema = new Schema(
                List.of(KEY), List.of(), List.of(Field.nullable("tags", new ListType(PrimitiveType.INT, true))));
        WrittenFile file = write(schema, List.of(row(1, "tags", List.of(1, 2)), row(2, "tags", null)));
        assertThat(file.columns().get(1).bounds()).isEmpty();
        assertThat(file.columns().get(1).values()).isEqualTo(3);
        assertThat(file.columns().get(1).fieldId()).isEqualTo(3);
    }

    @Test
    void shouldTellOfKeysAndOfTheFirstHundredColumns() {
        // Given
        List<Field> values = IntStream.range(0, 150)
                .mapToObj(i -> Field.nullable("v" + i, PrimitiveType.INT))
                .toList();
        Schema schema = new Schema(List.of(KEY), List.of(), values);
        // When / Then
        assertThat(write(schema, List.of(row(1, "v0", 1))).columns())
                .extracting(ColumnMetrics::fieldId)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void shouldKnowAColumnThatAFileLacks() {
        // Given a file from before a field was added
        Schema before = new Schema(List.of(KEY), List.of(), List.of(Field.nullable("a", PrimitiveType.INT)));
        WrittenFile file = write(before, List.of(row(1, "a", 1)));
        // When / Then
        assertThat(footerOf(file, before.with(Field.nullable("b", PrimitiveType.INT))))
                .isEqualTo(file.columns());
    }

    @Test
    void shouldWriteTheIdsOfFieldsAndOfTheirParts() throws IOException {
        // Given
        Schema schema = new Schema(
                List.of(KEY),
                List.of(),
                List.of(
                        Field.nullable("tags", new ListType(PrimitiveType.INT, true)),
                        Field.nullable(
                                "counts",
                                new MapType(
                                        PrimitiveType.STRING,
                                        new StructType(List.of(Field.nullable("x", PrimitiveType.INT))),
                                        true))));
        // When
        WrittenFile file = write(schema, List.of(Map.of("key", 1)));
        // Then the repeated groups that stand between have none
        FilePath path = TABLE.file(file.file().path());
        try (ReadableFile open =
                store().open(path, store().find(path).orElseThrow().version())) {
            assertThat(FooterReader.read(open).metaData().getSchema())
                    .extracting(SchemaElement::getName, SchemaElement::getField_id)
                    .map(Object::toString)
                    .containsExactly(
                            "(\"schema\", 0)",
                            "(\"key\", 1)",
                            "(\"tags\", 2)",
                            "(\"list\", 0)",
                            "(\"element\", 3)",
                            "(\"counts\", 4)",
                            "(\"key_value\", 0)",
                            "(\"key\", 5)",
                            "(\"value\", 6)",
                            "(\"x\", 7)");
        }
    }
}
