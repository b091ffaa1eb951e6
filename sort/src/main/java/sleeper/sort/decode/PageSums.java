package sleeper.sort.decode;

import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import sleeper.sort.fault.BadInputException;

/**
 * Verifies the checksums of a row group's pages. A checksum covers no header, itself among it, so that a flipped bit there can
 * hide it; writers give one to every page of a kind or to none, by which a hidden one is missed. For one thread.
 */
final class PageSums {
    private final Map<PageType, Boolean> carried = new EnumMap<>(PageType.class);

    /**
     * @param page     array with the page as it is stored, all of it
     * @param position where it starts
     * @throws BadInputException if its checksum is another, or there where other pages have none, or the other way round
     */
    void verify(PageHeader header, byte[] page, int position) {
        if (header.getType() == null) {
            return; // Refused by whoever asks for the kind of page.
        }
        boolean before = carried.computeIfAbsent(header.getType(), type -> header.isSetCrc());
        if (before != header.isSetCrc()) {
            throw BadInputException.corrupt(
                    before
                            ? "a page without a checksum where others of the row group have one"
                            : "a page with a checksum where others of the row group have none",
                    "a checksum in every page or in none");
        }
        if (header.isSetCrc()) {
            CRC32 crc = new CRC32();
            crc.update(page, position, header.getCompressed_page_size());
            if ((int) crc.getValue() != header.getCrc()) {
                throw BadInputException.corrupt(
                        "a page with checksum " + Integer.toHexString((int) crc.getValue()),
                        Integer.toHexString(header.getCrc()) + ", as its header says");
            }
        }
    }
}
