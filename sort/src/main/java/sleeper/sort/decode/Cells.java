package sleeper.sort.decode;

import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/**
 * A nested column's values of one row as bytes: for each entry its repetition level, its definition level and, where that is
 * the greatest, the value: 4 or 8 bytes little-endian, or 4 bytes of length and then the bytes. The rows of nested columns are
 * so partitioned, spilled and gathered like any bytes.
 */
public final class Cells {
    /** Bytes of an entry's levels. */
    public static final int LEVEL_BYTES = 2;

    private Cells() {}

    /** @return bytes of the value at a position, by the vector that holds such values */
    public static int valueBytes(Vector kind, byte[] cell, int at) {
        if (kind instanceof IntVector) {
            return 4;
        }
        return kind instanceof LongVector ? 8 : 4 + Bytes.getInt(cell, at);
    }

    /** Appends the value at a position of a cell to a vector of its kind. */
    public static void appendValue(byte[] cell, int at, Vector to) {
        if (to instanceof IntVector ints) {
            ints.append(Bytes.getInt(cell, at));
        } else if (to instanceof LongVector longs) {
            longs.append(Bytes.getLong(cell, at));
        } else {
            ((BytesVector) to).append(cell, at + 4, Bytes.getInt(cell, at));
        }
    }
}
