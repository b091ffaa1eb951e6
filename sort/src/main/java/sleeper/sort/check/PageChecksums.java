package sleeper.sort.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.util.FailureWords;
import sleeper.sort.fault.BadInputException;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.format.FormatLimits;
import sleeper.sort.format.Thrift;

/**
 * Whether a file's pages carry checksums, by which damage to values is found; without them it loads as other rows. Told by the
 * first data page: a writer gives a checksum to each page of a kind or to none.
 */
public enum PageChecksums {
    PRESENT,
    ABSENT,
    /** The file has no rows. */
    NO_PAGES;

    private static final int FIRST_HEADER_BYTES = 1 << 10;
    private static final int GROWTH = 16;

    /**
     * Reads the header of the file's first data page, and before it that of the dictionary where there is one.
     *
     * @throws SleeperException if the footer or the header cannot be read
     */
    public static PageChecksums of(FileStore store, FileInfo file) {
        try (ReadableFile open = store.open(file.path(), file.version())) {
            Optional<ColumnMetaData> chunk = firstWithValues(FooterReader.read(open));
            return chunk.isEmpty() ? NO_PAGES : ofChunk(open, chunk.get());
        } catch (IOException | RuntimeException e) {
            throw InputFaults.explain(file.path(), file.path().toString(), e);
        }
    }

    private static Optional<ColumnMetaData> firstWithValues(Footer footer) {
        return footer.rowGroups().stream()
                .filter(group -> group.getNum_rows() > 0 && group.getColumnsSize() > 0)
                .map(group -> group.getColumns().get(0).getMeta_data())
                .findFirst();
    }

    private static PageChecksums ofChunk(ReadableFile file, ColumnMetaData chunk) throws IOException {
        long position = Footer.startOf(chunk);
        long end = position + chunk.getTotal_compressed_size();
        while (true) {
            Read read = header(file, position, end);
            if (read.header().getType() != PageType.DICTIONARY_PAGE) {
                return read.header().isSetCrc() ? PRESENT : ABSENT;
            }
            position += read.bytes() + Math.max(0, read.header().getCompressed_page_size());
        }
    }

    private record Read(PageHeader header, int bytes) {}

    private static Read header(ReadableFile file, long position, long end) throws IOException {
        int length = FIRST_HEADER_BYTES;
        while (true) {
            byte[] bytes = new byte[(int) Math.max(0, Math.min(length, end - position))];
            file.readFully(position, ByteBuffer.wrap(bytes));
            ByteArrayInputStream in = new ByteArrayInputStream(bytes);
            try {
                PageHeader header = Thrift.pageHeader(in);
                return new Read(header, bytes.length - in.available());
            } catch (IOException | RuntimeException e) {
                boolean cutShort = bytes.length == length && length < FormatLimits.PAGE_HEADER_BYTES;
                if (!cutShort) {
                    throw BadInputException.corrupt(
                            "a page header that cannot be parsed (" + FailureWords.of(e) + ")", "");
                }
                length *= GROWTH;
            }
        }
    }
}
