package sleeper.sort.encode;

import java.util.Arrays;

/**
 * Shortens bounds of long values, so that footers stay small, to shorter bytes that still bound all the values. Where
 * the value is text the shorter bytes are too, since some readers decode bounds as text.
 *
 * <p>Format: the comments on {@code is_max_value_exact} in parquet.thrift, and PageIndex.md on shortened bounds.
 */
final class BoundCut {
    /** Longer bounds are cut. */
    static final int MAX_BYTES = 64;

    private BoundCut() {}

    /** @return a start of the value; whole characters, should it be text */
    static byte[] lower(byte[] value) {
        if (value.length <= MAX_BYTES) {
            return value;
        }
        int end = MAX_BYTES;
        while (end > MAX_BYTES - 4 && (value[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(value, end);
    }

    /**
     * @return a start of the value whose last byte is raised by one, so that it lies above; the value itself if there is no byte
     *     that can be raised
     */
    static byte[] upper(byte[] value) {
        if (value.length <= MAX_BYTES) {
            return value;
        }
        for (int at = MAX_BYTES - 1; at >= 0; at--) {
            if (canBeRaised(value, at)) {
                byte[] raised = Arrays.copyOf(value, at + 1);
                raised[at]++;
                return raised;
            }
        }
        return value;
    }

    /** Text stays valid: of ASCII characters DEL is left alone, of longer ones only the last byte is raised, inside its range. */
    private static boolean canBeRaised(byte[] value, int at) {
        boolean ascii = value[at] >= 0 && value[at] < 0x7E;
        boolean follows = (value[at] & 0xC0) == 0x80 && value[at] != (byte) 0xBF;
        return ascii || (follows && (value[at + 1] & 0xC0) != 0x80);
    }
}
