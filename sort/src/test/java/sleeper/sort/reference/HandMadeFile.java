package sleeper.sort.reference;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A Parquet file of one row group made byte by byte, for what no writer at hand writes. */
public final class HandMadeFile {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final long rows;
    private final MessageType message;
    private final List<SchemaElement> schema;
    private final List<ColumnChunk> chunks = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** @param message the schema, as the Parquet project writes it in words */
    public HandMadeFile(long rows, String message) {
        this.rows = rows;
        this.message = MessageTypeParser.parseMessageType(message);
        this.schema = elements(this.message);
        bytes.writeBytes(MAGIC);
    }

    private static List<SchemaElement> elements(MessageType message) {
        ParquetMetadata metadata = new ParquetMetadata(
                new org.apache.parquet.hadoop.metadata.FileMetaData(message, Map.of(), "by hand"), List.of());
        return new ParquetMetadataConverter().toParquetMetadata(1, metadata).getSchema();
    }

    /** A change of a node of the schema that the words have no form for. */
    public interface SchemaChange {
        void apply(SchemaElement element);
    }

    public HandMadeFile change(String element, SchemaChange change) {
        schema.stream().filter(node -> node.getName().equals(element)).forEach(change::apply);
        return this;
    }

    /**
     * A page.
     *
     * @param header its header
     * @param body   what follows it, as it is stored
     */
    @SuppressWarnings("ArrayRecordComponent") // Pages are never compared.
    public record Page(PageHeader header, byte[] body) {
        /** @return a version 1 page of plain values, not compressed */
        public static Page v1(int values, byte[]... parts) {
            byte[] body = joined(parts);
            return v1(values, body.length, body);
        }

        /** @return a version 1 page of plain values, stored as given */
        public static Page v1(int values, int uncompressedBytes, byte[] stored) {
            PageHeader header = new PageHeader(PageType.DATA_PAGE, uncompressedBytes, stored.length);
            header.setData_page_header(new DataPageHeader(values, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
            return new Page(header, stored);
        }

        /** @return a version 2 page of plain values, not compressed, without repetition levels */
        public static Page v2(int values, int nulls, byte[] definitions, byte[]... parts) {
            byte[] body = joined(definitions, joined(parts));
            PageHeader header = new PageHeader(PageType.DATA_PAGE_V2, body.length, body.length);
            header.setData_page_header_v2(
                    new DataPageHeaderV2(values, nulls, values, Encoding.PLAIN, definitions.length, 0)
                            .setIs_compressed(false));
            return new Page(header, body);
        }

        /** @return a dictionary of plain values, not compressed, for the pages behind it */
        public static Page dictionary(int values, byte[]... parts) {
            byte[] body = joined(parts);
            PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, body.length, body.length);
            header.setDictionary_page_header(new DictionaryPageHeader(values, Encoding.PLAIN));
            return new Page(header, body);
        }

        /** @return the page with values in another encoding */
        public Page in(Encoding encoding) {
            PageHeader changed = header.deepCopy();
            if (changed.isSetData_page_header()) {
                changed.getData_page_header().setEncoding(encoding);
            } else {
                changed.getData_page_header_v2().setEncoding(encoding);
            }
            return new Page(changed, body);
        }

        private boolean isDictionary() {
            return header.isSetDictionary_page_header();
        }

        private int values() {
            if (isDictionary()) {
                return 0;
            }
            return header.isSetData_page_header()
                    ? header.getData_page_header().getNum_values()
                    : header.getData_page_header_v2().getNum_values();
        }
    }

    /** @return number of leaf columns, each of which needs a chunk */
    public int leaves() {
        return message.getColumns().size();
    }

    /** Adds the chunk of the next leaf column. */
    public HandMadeFile column(CompressionCodec codec, Page... pages) throws IOException {
        int start = bytes.size();
        long values = 0;
        for (Page page : pages) {
            Util.writePageHeader(page.header(), bytes);
            bytes.writeBytes(page.body());
            values += page.values();
        }
        ColumnDescriptor leaf = message.getColumns().get(chunks.size());
        long size = (long) bytes.size() - start;
        ColumnMetaData chunk = new ColumnMetaData(
                Type.valueOf(typeName(leaf)),
                Arrays.stream(pages).anyMatch(Page::isDictionary)
                        ? List.of(Encoding.PLAIN, Encoding.RLE, Encoding.RLE_DICTIONARY)
                        : List.of(Encoding.PLAIN, Encoding.RLE),
                Arrays.asList(leaf.getPath()),
                codec,
                values,
                size,
                size,
                start);
        chunks.add(new ColumnChunk(start).setMeta_data(chunk));
        return this;
    }

    private static String typeName(ColumnDescriptor leaf) {
        String name = leaf.getPrimitiveType().getPrimitiveTypeName().name();
        return name.equals("BINARY") ? "BYTE_ARRAY" : name;
    }

    public HandMadeFile column(Page... pages) throws IOException {
        return column(CompressionCodec.UNCOMPRESSED, pages);
    }

    public void write(Path path) throws IOException {
        FileMetaData footer =
                new FileMetaData(1, schema, rows, List.of(new RowGroup(chunks, bytes.size() - MAGIC.length, rows)));
        int start = bytes.size();
        Util.writeFileMetaData(footer, bytes);
        bytes.writeBytes(ints(bytes.size() - start));
        bytes.writeBytes(MAGIC);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes.toByteArray());
    }

    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** @return numbers of 32 bits, as PLAIN has them */
    public static byte[] ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    /** @return numbers of 64 bits, as PLAIN has them */
    public static byte[] longs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.array();
    }

    /** @return texts, as PLAIN has them */
    public static byte[] texts(String... values) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String value : values) {
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            all.writeBytes(ints(text.length));
            all.writeBytes(text);
        }
        return all.toByteArray();
    }

    /** @return levels as runs of one, as version 2 pages have them */
    public static byte[] levels(int... levels) {
        byte[] runs = new byte[2 * levels.length];
        for (int i = 0; i < levels.length; i++) {
            runs[2 * i] = 2;
            runs[2 * i + 1] = (byte) levels[i];
        }
        return runs;
    }

    /** @return levels as version 1 pages have them, with their length before */
    public static byte[] levelsV1(int... levels) {
        return joined(ints(2 * levels.length), levels(levels));
    }
}
