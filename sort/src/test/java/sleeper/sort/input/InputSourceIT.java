package sleeper.sort.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.InputFile;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.check.InputCheck;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.column.LongVector;
import sleeper.sort.decode.InputReader;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.StoredTypes;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.file.LocalFileStore;

class InputSourceIT {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("key", PrimitiveType.LONG)), List.of(), List.of());
    private static final TableLayout LAYOUT = new TableLayout(SCHEMA);
    private static final int ROWS = 20_000;

    @TempDir
    Path root;

    private FileStore store;
    private InputFile input;

    @BeforeEach
    void makeInput() throws IOException {
        store = new LocalFileStore(root);
        Files.createDirectories(root.resolve("in"));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long key = 0; key < ROWS; key++) {
            rows.add(Map.of("key", key));
        }
        GroupFiles.write(
                root.resolve("in/f.parquet"),
                SCHEMA,
                new StoredTypes(new Random(1)).of(SCHEMA),
                rows,
                new GroupFiles.Options(
                        CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0, false, false, 1_000, 20_000, false));
        FilePath path = new FilePath("in", "f.parquet");
        input = InputCheck.check(store, store.find(path).orElseThrow(), SCHEMA).input();
    }

    @Test
    void shouldGiveTheRowsOfEachRowGroupByItself() throws IOException {
        try (InputSource source = InputSource.open(store, input, LAYOUT);
                PageDecompressor decompressor = new PageDecompressor()) {
            List<InputRowGroup> groups = source.rowGroups();
            assertThat(groups).hasSizeGreaterThan(2).allMatch(group -> group.compressedBytes() > 0);
            // When the last is read alone
            InputRowGroup last = groups.get(groups.size() - 1);
            InputReader reader = source.reader(last.index(), decompressor, 1 << 16);
            Batch batch = LAYOUT.newBatch();
            boolean more = reader.read(batch, Integer.MAX_VALUE, Long.MAX_VALUE);
            // Then it has the file's last rows
            assertThat(more).isFalse();
            assertThat(groups.stream().mapToLong(InputRowGroup::rows).sum()).isEqualTo(ROWS);
            assertThat((long) batch.rows()).isEqualTo(last.rows());
            assertThat(((LongVector) batch.column(0)).get(0)).isEqualTo(ROWS - last.rows());
        }
    }

    @Test
    void shouldRefuseColumnsThatDoNotFitAllAtOnce() {
        // Given a table with two columns that the file lacks
        TableLayout other = new TableLayout(new Schema(
                List.of(Field.required("id", PrimitiveType.LONG)),
                List.of(),
                List.of(Field.required("text", PrimitiveType.STRING))));
        // When / Then
        assertThatThrownBy(() -> InputSource.open(store, input, other))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.faults()).hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void shouldRefuseAFileWithOtherRowsThanWereValidated() {
        InputFile fewer = new InputFile(input.path(), input.version(), ROWS - 1, input.rowGroups());
        assertThatThrownBy(() -> InputSource.open(store, fewer, LAYOUT))
                .isInstanceOfSatisfying(
                        RunFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_CHANGED));
    }
}
