package sleeper.sort.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.encode.EncodeTools;
import sleeper.sort.encode.TableFileWriter;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.reference.ConstantColumns;
import sleeper.sort.schema.FileMapping;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.file.LocalFileStore;

/** How much is read at once, which no setting of memory bounds. */
class InputReaderIT {
    @TempDir
    Path root;

    private static TableLayout layoutOf(int valueColumns) {
        return new TableLayout(new Schema(
                List.of(Field.required("key", PrimitiveType.INT)),
                List.of(),
                IntStream.range(0, valueColumns)
                        .mapToObj(i -> Field.required("value" + i, PrimitiveType.BYTEARRAY))
                        .toList()));
    }

    private Batch readSome(TableLayout layout, FilePath path, long maxBytes) throws IOException {
        FileStore store = new LocalFileStore(root);
        FileInfo info = store.find(path).orElseThrow();
        try (ReadableFile file = store.open(info.path(), info.version());
                PageDecompressor decompressor = new PageDecompressor()) {
            Footer footer = FooterReader.read(file);
            InputReader reader =
                    new InputReader(file, footer, 0, FileMapping.of(layout, footer.root()), decompressor, 64 << 10);
            Batch batch = layout.newBatch();
            assertThat(reader.read(batch, 100_000, maxBytes)).isTrue();
            return batch;
        }
    }

    @Test
    void shouldStopInTimeWhereAPageOfLongValuesFollowsOneOfShortValues() throws IOException {
        // Given a page of 1,024 values of a byte, and 400 pages of a value of 200 kB
        TableLayout layout = layoutOf(1);
        Batch batch = layout.newBatch();
        for (int i = 0; i < 1_424; i++) {
            ((IntVector) batch.column(0)).append(i);
            ((BytesVector) batch.column(1)).append(new byte[200_000], 0, i < 1_024 ? 1 : 200_000);
        }
        FilePath path = new FilePath("in", "late.parquet");
        WriteSettings settings = WriteSettings.builder()
                .pageBytes(1_024)
                .encodings(WriteSettings.Encodings.PLAIN)
                .build();
        try (EncodeTools tools = new EncodeTools(settings);
                TableFileWriter writer = new TableFileWriter(layout, new LocalFileStore(root), path, tools, true)) {
            writer.writeRowGroup(batch, IntStream.range(0, 1_424).toArray(), 0, 1_424);
            writer.commit();
        }
        // When
        Batch some = readSome(layout, path, 1_000_000);
        // Then it is a row more than was asked for at most
        assertThat(some.sizeBytes()).isBetween(1_000_000L, 1_210_000L);
    }

    @Test
    void shouldReadFewRowsAtOnceWhereManyColumnsHaveLongValues() throws IOException {
        // Given 16 columns that each have a value of 2 MiB in every row
        TableLayout layout = layoutOf(16);
        int valueBytes = 2 << 20;
        byte[] value = ByteBuffer.allocate(4 + valueBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(valueBytes)
                .array();
        List<ConstantColumns.Column> columns = new ArrayList<>();
        columns.add(new ConstantColumns.Column(layout.elements().get(1), List.of("key"), new byte[4], 0, 0));
        for (int i = 0; i < 16; i++) {
            columns.add(new ConstantColumns.Column(layout.elements().get(2 + i), List.of("value" + i), value, 0, 0));
        }
        ConstantColumns.write(root.resolve("in/wide.parquet"), layout.elements(), columns, 100);
        // When
        Batch some = readSome(layout, new FilePath("in", "wide.parquet"), 1);
        // Then a step has 64 MiB in all, and not 32 MiB in each column
        assertThat(some.rows()).isBetween(1, 2);
    }
}
