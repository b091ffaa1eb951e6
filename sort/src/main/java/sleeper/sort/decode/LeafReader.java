package sleeper.sort.decode;

import java.io.IOException;
import sleeper.core.error.ErrorCode;
import sleeper.sort.column.Vector;
import sleeper.sort.fault.BadInputException;

/** Reads a column chunk as rows of the table's column. For one thread. */
abstract class LeafReader {
    /** Values may take more room than their pages do; a step of reading stays near this, in bytes. */
    static final int STEP_BYTES = 32 << 20;

    /** Appends the next rows. @throws BadInputException if the chunk holds no such rows */
    abstract void read(int rows, Vector into) throws IOException;

    /**
     * @return rows, one or more, that can be read next without taking more than {@link #STEP_BYTES}, or than one row does; only
     *     the present page is known, so that none but the last of them goes on behind it
     */
    abstract int safeRows() throws IOException;

    /** @return bytes of a row among those that {@link #safeRows()} counted last, about */
    abstract long rowBytes();

    /** @throws BadInputException if the chunk has rows left */
    abstract void expectEnd() throws IOException;

    /** Goes on at a data page that begins at a row. */
    abstract void seek(long pageOffset) throws IOException;

    /** @return values of the page, one or more, that take no more than {@link #STEP_BYTES}, or that are one */
    static int safeValues(Page page) {
        int longest = longest(page);
        return longest == 0 ? Integer.MAX_VALUE : Math.max(1, STEP_BYTES / longest);
    }

    /** @return bytes that no value of the page exceeds; 0 if they are few */
    static int longest(Page page) {
        return page.values == null ? 0 : page.values.longestExpanded();
    }

    static BadInputException nullInRequired(long row) {
        return new BadInputException(
                ErrorCode.NULL_VALUE,
                "a null (row " + row + " of the row group, counted from 0)",
                "a value in every row",
                row);
    }
}
