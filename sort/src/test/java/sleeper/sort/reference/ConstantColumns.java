package sleeper.sort.reference;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * Files whose columns have the same value in every row: one page a column, a dictionary of one value, and runs for the rest, so
 * that a page of some bytes stands for as many values as one likes.
 */
public final class ConstantColumns {
    private ConstantColumns() {}

    /**
     * A column.
     *
     * @param leaf          the last element of its path in the schema
     * @param value         the value, PLAIN
     * @param maxRepetition its levels; each value begins a row
     * @param maxDefinition its levels; each value is there
     */
    @SuppressWarnings("ArrayRecordComponent") // Columns are never compared.
    public record Column(SchemaElement leaf, List<String> path, byte[] value, int maxRepetition, int maxDefinition) {}

    /** @param schema the tree, depth first, with the columns' leaves in the order of {@code columns} */
    public static void write(Path path, List<SchemaElement> schema, List<Column> columns, int rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        List<ColumnChunk> chunks = new ArrayList<>();
        long bytes = 0;
        for (Column column : columns) {
            ColumnMetaData chunk = chunk(column, rows, out);
            bytes += chunk.getTotal_compressed_size();
            chunks.add(new ColumnChunk(0).setMeta_data(chunk));
        }
        int start = out.size();
        Util.writeFileMetaData(new FileMetaData(1, schema, rows, List.of(new RowGroup(chunks, bytes, rows))), out);
        writeInt(out.size() - start, out);
        out.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        Files.createDirectories(path.getParent());
        Files.write(path, out.toByteArray());
    }

    private static ColumnMetaData chunk(Column column, int rows, ByteArrayOutputStream out) throws IOException {
        int start = out.size();
        PageHeader dictionary = new PageHeader(PageType.DICTIONARY_PAGE, column.value().length, column.value().length);
        Util.writePageHeader(dictionary.setDictionary_page_header(new DictionaryPageHeader(1, Encoding.PLAIN)), out);
        out.write(column.value());
        int dataStart = out.size();
        byte[] page = page(column, rows);
        PageHeader data = new PageHeader(PageType.DATA_PAGE, page.length, page.length);
        Util.writePageHeader(
                data.setData_page_header(new DataPageHeader(rows, Encoding.RLE_DICTIONARY, Encoding.RLE, Encoding.RLE)),
                out);
        out.write(page);
        int size = out.size() - start;
        return new ColumnMetaData(
                        column.leaf().getType(),
                        List.of(Encoding.PLAIN, Encoding.RLE, Encoding.RLE_DICTIONARY),
                        column.path(),
                        CompressionCodec.UNCOMPRESSED,
                        rows,
                        size,
                        size,
                        dataStart)
                .setDictionary_page_offset(start);
    }

    private static byte[] page(Column column, int rows) throws IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        if (column.maxRepetition() > 0) {
            levels(0, rows, page);
        }
        if (column.maxDefinition() > 0) {
            levels(column.maxDefinition(), rows, page);
        }
        // Numbers of no bits, in one run.
        page.write(0);
        page.write(run(rows));
        return page.toByteArray();
    }

    private static void levels(int level, int rows, ByteArrayOutputStream page) throws IOException {
        byte[] run = run(rows);
        writeInt(run.length + 1, page);
        page.write(run);
        page.write(level);
    }

    /** @return the head of a run: its length, twice, as a number of variable length */
    private static byte[] run(int length) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        long left = 2L * length;
        for (; left > 0x7F; left >>>= 7) {
            head.write((int) (left | 0x80));
        }
        head.write((int) left);
        return head.toByteArray();
    }

    private static void writeInt(int value, OutputStream out) throws IOException {
        out.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }
}
