package sleeper.sort.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.PageLocation;
import sleeper.core.file.ReadableFile;
import sleeper.core.util.FailureWords;
import sleeper.sort.fault.BadInputException;
import sleeper.sort.format.Footer;
import sleeper.sort.format.Thrift;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.ColumnMapping;
import sleeper.sort.schema.ConstantColumn;

/**
 * Where the pages of a row group's key columns begin, as its offset indexes have it. Format: PageIndex.md, and {@code OffsetIndex} in
 * parquet.thrift.
 */
final class KeyPages {
    private static final int MOST_INDEX_BYTES = 16 << 20;

    private KeyPages() {}

    /** @return whether each column that the file has says where its pages are */
    static boolean areFound(Footer footer, int rowGroup, List<ColumnInput> columns) {
        return columns.stream()
                .allMatch(column -> column instanceof ConstantColumn
                        || (column instanceof ColumnMapping mapping
                                && chunk(footer, rowGroup, mapping).getOffset_index_length() > 0));
    }

    /**
     * @param columns of which {@link #areFound} holds
     * @return for each column its pages
     * @throws BadInputException if an index cannot be read
     */
    static List<List<PageLocation>> of(ReadableFile file, Footer footer, int rowGroup, List<ColumnInput> columns)
            throws IOException {
        List<List<PageLocation>> pages = new ArrayList<>();
        for (ColumnInput column : columns) {
            pages.add(
                    column instanceof ColumnMapping mapping
                            ? read(file, chunk(footer, rowGroup, mapping))
                            : List.of(new PageLocation(0, 0, 0)));
        }
        return pages;
    }

    private static ColumnChunk chunk(Footer footer, int rowGroup, ColumnMapping mapping) {
        return footer.rowGroups()
                .get(rowGroup)
                .getColumns()
                .get(mapping.source().leafIndex());
    }

    private static List<PageLocation> read(ReadableFile file, ColumnChunk chunk) throws IOException {
        int length = chunk.getOffset_index_length();
        long start = chunk.getOffset_index_offset();
        if (length > MOST_INDEX_BYTES
                || start < 0
                || start > file.info().version().lengthBytes() - length) {
            throw BadInputException.corrupt("a page index of " + length + " bytes at " + start, "one inside the file");
        }
        byte[] bytes = new byte[length];
        file.readFully(start, ByteBuffer.wrap(bytes));
        List<PageLocation> pages = parse(bytes);
        if (pages.isEmpty()) {
            throw BadInputException.corrupt("a page index without pages", "one page or more");
        }
        return pages;
    }

    private static List<PageLocation> parse(byte[] index) {
        try {
            return Thrift.offsetIndex(new ByteArrayInputStream(index)).getPage_locations();
        } catch (IOException e) {
            throw BadInputException.corrupt("a page index that cannot be parsed (" + FailureWords.of(e) + ")", "");
        }
    }
}
