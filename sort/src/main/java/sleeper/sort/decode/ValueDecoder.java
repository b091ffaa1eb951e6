package sleeper.sort.decode;

import sleeper.sort.column.BytesVector;
import sleeper.sort.fault.BadInputException;

/**
 * Values of one page, front to back, in the form they are stored in. A decoder gives the form that belongs to the column's
 * type and has only that method; the others are never asked for.
 */
abstract class ValueDecoder {
    /** Most bytes behind a page's last value. fastparquet puts eight zeros there. */
    private static final int MOST_PADDING_BYTES = 8;

    /** Booleans as 0 and 1, 32-bit numbers, the bits of floats. */
    void ints(int[] out, int at, int count) {
        throw new IllegalStateException(getClass().getSimpleName() + " does not give ints");
    }

    /** @return longest value of the page, in bytes, where values may take more room than the page does; else 0 */
    int longestExpanded() {
        return 0;
    }

    /** To be called when a page's values were all taken. @throws BadInputException if the page holds more than them */
    void expectEnd() {}

    /** @throws BadInputException if there is more between two places of a page than the zeros that some writers put behind its values */
    static void expectPadding(byte[] data, int from, int end) {
        int bytes = end - from;
        boolean padding = bytes <= MOST_PADDING_BYTES;
        for (int i = from; padding && i < end; i++) {
            padding = data[i] == 0;
        }
        if (!padding) {
            throw BadInputException.corrupt(
                    "a page with " + bytes + " bytes behind its last value",
                    "at most " + MOST_PADDING_BYTES + ", all zero");
        }
    }

    /** 64-bit numbers, the bits of doubles. */
    void longs(long[] out, int at, int count) {
        throw new IllegalStateException(getClass().getSimpleName() + " does not give longs");
    }

    /** Appends values of any length. */
    void bytes(BytesVector out, int count) {
        throw new IllegalStateException(getClass().getSimpleName() + " does not give bytes");
    }
}
