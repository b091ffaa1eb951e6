package sleeper.sort.mutant;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** What each byte of a whole file is part of. */
final class FileRegions {
    private static final int TAIL_BYTES = 8;

    private final Region[] regions;
    private final int footerStart;

    FileRegions(byte[] file) throws IOException {
        int footerLength = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TAIL_BYTES);
        this.footerStart = file.length - TAIL_BYTES - footerLength;
        this.regions = new Region[file.length];
        Arrays.fill(regions, Region.BETWEEN);
        Arrays.fill(regions, footerStart, file.length, Region.FOOTER);
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(file, footerStart, footerLength));
        for (RowGroup group : footer.getRow_groups()) {
            for (ColumnChunk column : group.getColumns()) {
                markPages(file, column.getMeta_data());
            }
        }
    }

    /** Parts of a file, those first to which a change of rows is laid if bits of several are flipped. */
    enum Region {
        PAGE,
        HEADER,
        FOOTER,
        /** Signature and indexes, by which no input is read. */
        BETWEEN
    }

    private void markPages(byte[] file, ColumnMetaData chunk) throws IOException {
        int at = (int)
                (chunk.getDictionary_page_offset() > 0
                        ? chunk.getDictionary_page_offset()
                        : chunk.getData_page_offset());
        int end = at + (int) chunk.getTotal_compressed_size();
        while (at < end) {
            ByteArrayInputStream in = new ByteArrayInputStream(file, at, end - at);
            PageHeader header = Util.readPageHeader(in);
            int page = end - in.available();
            Arrays.fill(regions, at, page, Region.HEADER);
            Arrays.fill(regions, page, page + header.getCompressed_page_size(), Region.PAGE);
            at = page + header.getCompressed_page_size();
        }
    }

    int footerStart() {
        return footerStart;
    }

    Region of(Set<Integer> bits) {
        return bits.stream()
                .map(bit -> regions[bit / Byte.SIZE])
                .sorted()
                .findFirst()
                .orElseThrow();
    }
}
