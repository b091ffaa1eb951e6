package sleeper.sort.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import sleeper.core.file.ReadableFile;
import sleeper.sort.format.Footer;
import sleeper.sort.format.Thrift;
import sleeper.sort.schema.ColumnMapping;

/**
 * The rows of a row group from the first to the last page of the first key that may hold wanted keys. As rows are sorted by that
 * key, the pages between them hold wanted keys as well.
 *
 * @param fromRow       first row
 * @param toRow         row to stop before
 * @param pageCount     pages of the first key; 0 if there is no index
 * @param skippedPages  pages of it outside
 * @param offsetIndexes where the pages of each mapped column lie; empty if all rows are selected
 */
record PageSelection(
        long fromRow, long toRow, int pageCount, int skippedPages, List<List<PageLocation>> offsetIndexes) {
    private static final int MAX_INDEX_BYTES = 16 << 20;

    boolean selectsRows() {
        return !offsetIndexes.isEmpty();
    }

    static PageSelection of(
            ReadableFile file, Footer footer, int rowGroup, List<ColumnMapping> mappings, KeyFilter filter)
            throws IOException {
        long rows = footer.rowGroups().get(rowGroup).getNum_rows();
        PageSelection all = new PageSelection(0, rows, 0, 0, List.of());
        ColumnChunk key = chunk(footer, rowGroup, mappings.get(0));
        if (!key.isSetColumn_index_offset() || !mappings.stream().allMatch(m -> hasOffsets(footer, rowGroup, m))) {
            return all;
        }
        List<PageLocation> keyPages = offsets(file, key);
        ColumnIndex index = Thrift.columnIndex(read(file, key.getColumn_index_offset(), key.getColumn_index_length()));
        int count = keyPages.size();
        if (index.getMin_valuesSize() != count || index.getMax_valuesSize() != count || count == 0) {
            return all;
        }
        int first = count;
        int last = -1;
        for (int i = 0; i < count; i++) {
            if (filter.mayContain(
                    0,
                    bytes(index.getMin_values().get(i)),
                    bytes(index.getMax_values().get(i)))) {
                first = Math.min(first, i);
                last = i;
            }
        }
        if (last < 0) {
            return new PageSelection(0, 0, count, count, List.of(keyPages));
        }
        int selected = last - first + 1;
        if (selected == count) {
            return new PageSelection(0, rows, count, 0, List.of());
        }
        List<List<PageLocation>> indexes = new ArrayList<>();
        for (ColumnMapping mapping : mappings) {
            indexes.add(offsets(file, chunk(footer, rowGroup, mapping)));
        }
        long to = last + 1 < count ? keyPages.get(last + 1).getFirst_row_index() : rows;
        return new PageSelection(
                keyPages.get(first).getFirst_row_index(), to, count, count - selected, List.copyOf(indexes));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static ColumnChunk chunk(Footer footer, int rowGroup, ColumnMapping mapping) {
        return footer.rowGroups()
                .get(rowGroup)
                .getColumns()
                .get(mapping.source().leafIndex());
    }

    private static boolean hasOffsets(Footer footer, int rowGroup, ColumnMapping mapping) {
        return chunk(footer, rowGroup, mapping).isSetOffset_index_offset();
    }

    private static List<PageLocation> offsets(ReadableFile file, ColumnChunk chunk) throws IOException {
        OffsetIndex index =
                Thrift.offsetIndex(read(file, chunk.getOffset_index_offset(), chunk.getOffset_index_length()));
        return index.getPage_locations();
    }

    private static ByteArrayInputStream read(ReadableFile file, long position, int length) throws IOException {
        if (length < 0 || length > MAX_INDEX_BYTES) {
            throw new IOException("a page index of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        file.readFully(position, ByteBuffer.wrap(bytes));
        return new ByteArrayInputStream(bytes);
    }
}
