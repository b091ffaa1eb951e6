package sleeper.sort.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;
import sleeper.core.file.ReadableFile;
import sleeper.core.util.FailureWords;
import sleeper.sort.fault.BadInputException;
import sleeper.sort.format.Footer;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.ColumnMapping;
import sleeper.sort.schema.ConstantColumn;

/**
 * Where the pages of a row group's key columns begin, as its offset indexes have it. Format: PageIndex.md, and {@code OffsetIndex} in
 * parquet.thrift.
 */
final class KeyPages {
    private static final int MOST_INDEX_BYTES = 16 << 20;
    /** What an index begins with in Thrift's compact form: the field's type, which is a list, and its distance from the last. */
    private static final int LIST_FIELD = 0x19;

    private static final int SHORT_LIST = 14;

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
        if (pagesDeclared(bytes) > length) {
            throw BadInputException.corrupt(
                    "a page index that has more pages than bytes", "one page or more bytes each");
        }
        List<PageLocation> pages = parse(bytes);
        if (pages.isEmpty()) {
            throw BadInputException.corrupt("a page index without pages", "one page or more");
        }
        return pages;
    }

    private static List<PageLocation> parse(byte[] index) {
        try {
            return Util.readOffsetIndex(new ByteArrayInputStream(index)).getPage_locations();
        } catch (IOException | RuntimeException e) {
            throw BadInputException.corrupt("a page index that cannot be parsed (" + FailureWords.of(e) + ")", "");
        }
    }

    /** The parser takes memory for as many pages as are declared, so that their number is looked at before. */
    private static long pagesDeclared(byte[] index) {
        if (index[0] != LIST_FIELD || index.length < 2) {
            throw BadInputException.corrupt("a page index that does not begin with its pages", "");
        }
        int inFirstByte = (index[1] & 0xff) >> 4;
        if (inFirstByte <= SHORT_LIST) {
            return inFirstByte;
        }
        long count = 0;
        for (int i = 2; i < Math.min(index.length, 2 + Long.BYTES); i++) {
            count |= (long) (index[i] & 0x7f) << (7 * (i - 2));
            if (index[i] >= 0) {
                return count;
            }
        }
        throw BadInputException.corrupt("a page index that ends in the number of its pages", "");
    }
}
