package sleeper.sort.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.format.SchemaElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.ReadableFile;
import sleeper.core.schema.Field;
import sleeper.core.schema.ListType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.reference.ConstantColumns;
import sleeper.sort.schema.FileMapping;
import sleeper.sort.schema.LeafColumn;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.file.LocalFileStore;

class NestedLeafReaderIT {
    private static final int TEXT_BYTES = 256 << 10;
    private static final TableLayout LAYOUT = new TableLayout(new Schema(
            List.of(Field.required("key", PrimitiveType.INT)),
            List.of(),
            List.of(Field.required("texts", new ListType(PrimitiveType.STRING, false)))));

    @TempDir
    Path root;

    private FileInfo fileOfOneText(int rows) throws IOException {
        List<SchemaElement> schema = LAYOUT.elements();
        byte[] text = ByteBuffer.allocate(4 + TEXT_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(TEXT_BYTES)
                .array();
        LeafColumn texts = LAYOUT.columns().get(1);
        List<ConstantColumns.Column> columns = List.of(
                new ConstantColumns.Column(schema.get(1), List.of("key"), new byte[4], 0, 0),
                new ConstantColumns.Column(
                        schema.get(schema.size() - 1),
                        texts.path(),
                        text,
                        texts.maxRepetition(),
                        texts.maxDefinition()));
        ConstantColumns.write(root.resolve("in/texts.parquet"), schema, columns, rows);
        return new LocalFileStore(root)
                .find(new FilePath("in", "texts.parquet"))
                .orElseThrow();
    }

    @Test
    void shouldNotExpandAWholePageOfADictionaryAtOnce() throws IOException {
        // Given a page that stands for more than an array can hold: 10,000 rows with a text of 256 KiB
        FileInfo info = fileOfOneText(10_000);
        try (ReadableFile file = new LocalFileStore(root).open(info.path(), info.version());
                PageDecompressor decompressor = new PageDecompressor()) {
            Footer footer = FooterReader.read(file);
            InputReader reader =
                    new InputReader(file, footer, 0, FileMapping.of(LAYOUT, footer.root()), decompressor, 64 << 10);
            // When some of it is read
            Batch batch = LAYOUT.newBatch();
            boolean more = reader.read(batch, 1_000, 1 << 20);
            // Then it is about as much as was asked for
            assertThat(more).isTrue();
            assertThat(batch.sizeBytes()).isBetween(1L << 20, 40L << 20);
        }
    }
}
