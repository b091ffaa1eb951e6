package sleeper.sort.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ReadableFile;

/** A footer for tests to change, and a file in memory that ends with it; where the pages would be there are zeros. */
final class MadeFooter {
    /** Bytes of a chunk. */
    static final int CHUNK_BYTES = 100;

    static final int ROWS = 3;

    private MadeFooter() {}

    /** Changes a footer in place. */
    interface Change {
        void apply(FileMetaData footer);
    }

    /** @return three rows of {@code required binary key (STRING); optional group tags (LIST) {... optional int32 element}}, in two columns */
    static FileMetaData keyAndTags() {
        SchemaElement key = element("key", FieldRepetitionType.REQUIRED)
                .setType(Type.BYTE_ARRAY)
                .setConverted_type(ConvertedType.UTF8)
                .setLogicalType(LogicalType.STRING(new StringType()));
        SchemaElement tags = element("tags", FieldRepetitionType.OPTIONAL)
                .setNum_children(1)
                .setConverted_type(ConvertedType.LIST)
                .setLogicalType(LogicalType.LIST(new ListType()));
        SchemaElement list = element("list", FieldRepetitionType.REPEATED).setNum_children(1);
        SchemaElement element = element("element", FieldRepetitionType.OPTIONAL).setType(Type.INT32);
        SchemaElement root = new SchemaElement("root").setNum_children(2);
        List<ColumnChunk> chunks = new ArrayList<>(List.of(
                chunk(0, Type.BYTE_ARRAY, ROWS, "key"), chunk(1, Type.INT32, ROWS + 2, "tags", "list", "element")));
        return new FileMetaData(
                2,
                new ArrayList<>(List.of(root, key, tags, list, element)),
                ROWS,
                new ArrayList<>(List.of(new RowGroup(chunks, 2 * CHUNK_BYTES, ROWS))));
    }

    /** @return no rows, and one column beside which nothing stands */
    static FileMetaData ofOneColumn(SchemaElement column) {
        RowGroup group = new RowGroup(
                new ArrayList<>(List.of(chunk(0, column.getType(), ROWS, column.getName()))), CHUNK_BYTES, ROWS);
        return new FileMetaData(
                2,
                List.of(new SchemaElement("root").setNum_children(1), column),
                ROWS,
                new ArrayList<>(List.of(group)));
    }

    static SchemaElement element(String name, FieldRepetitionType repetition) {
        return new SchemaElement(name).setRepetition_type(repetition);
    }

    private static ColumnChunk chunk(int index, Type type, long values, String... path) {
        ColumnMetaData metaData = new ColumnMetaData(
                type,
                List.of(Encoding.PLAIN, Encoding.RLE),
                new ArrayList<>(Arrays.asList(path)),
                CompressionCodec.UNCOMPRESSED,
                values,
                CHUNK_BYTES,
                CHUNK_BYTES,
                4 + (long) index * CHUNK_BYTES);
        return new ColumnChunk(0).setMeta_data(metaData);
    }

    static ColumnMetaData chunkOf(FileMetaData footer, int column) {
        return footer.getRow_groups().get(0).getColumns().get(column).getMeta_data();
    }

    static ReadableFile file(FileMetaData footer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            bytes.write("PAR1".getBytes(StandardCharsets.US_ASCII));
            bytes.write(new byte[2 * CHUNK_BYTES]);
            int start = bytes.size();
            Util.writeFileMetaData(footer, bytes);
            int length = bytes.size() - start;
            bytes.write(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(length)
                    .array());
            bytes.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new InMemory(bytes.toByteArray());
    }

    private static final class InMemory implements ReadableFile {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public FileInfo info() {
            return new FileInfo(new FilePath("b", "f"), new FileVersion(bytes.length, "tag"));
        }

        @Override
        public void readFully(long position, ByteBuffer into) {
            into.put(bytes, (int) position, into.remaining());
        }

        @Override
        public void close() {}
    }
}
