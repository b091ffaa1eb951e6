package sleeper.sort.order;

import java.util.Arrays;
import java.util.List;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/**
 * Compares the keys of rows of one batch from a place on, and says at which place they differ. A place is a column and the
 * number of a byte in its value; places are ordered, so that a key is one sequence of bytes over all of its columns. A value that ends
 * is less than one that goes on. For one thread.
 */
final class KeyComparison {
    /** The place behind the last column: where equal keys differ. */
    static final long END = Long.MAX_VALUE;

    private final Vector[] columns;
    private long place;
    private long words;

    /** @param columns the key columns, in the order of the key */
    KeyComparison(List<Vector> columns) {
        this.columns = columns.toArray(new Vector[0]);
    }

    /** @return the place of a byte of a column's value */
    static long place(int column, int offset) {
        return (long) column << Integer.SIZE | offset;
    }

    /** @param from the keys are equal before this place */
    int compare(int one, int other, long from) {
        int offset = (int) from;
        for (int column = (int) (from >>> Integer.SIZE); column < columns.length; column++) {
            Vector vector = columns[column];
            int order = vector instanceof BytesVector bytes
                    ? compareBytes(bytes, one, other, column, offset)
                    : compareNumbers(vector, one, other, column);
            if (order != 0) {
                return order;
            }
            offset = 0;
        }
        place = END;
        return 0;
    }

    private int compareBytes(BytesVector column, int one, int other, int number, int offset) {
        byte[] data = column.data();
        int[] offsets = column.offsets();
        int from = offsets[one] + offset;
        int end = offsets[one + 1];
        int otherFrom = offsets[other] + offset;
        int otherEnd = offsets[other + 1];
        int at = Arrays.mismatch(data, from, end, data, otherFrom, otherEnd);
        if (at < 0) {
            words += 1 + (end - from) / Long.BYTES;
            return 0;
        }
        words += 1 + at / Long.BYTES;
        place = place(number, offset + at);
        if (from + at == end) {
            return -1;
        }
        return otherFrom + at == otherEnd ? 1 : Byte.compareUnsigned(data[from + at], data[otherFrom + at]);
    }

    private int compareNumbers(Vector column, int one, int other, int number) {
        words++;
        place = place(number, 0);
        return column instanceof LongVector longs
                ? Long.compare(longs.get(one), longs.get(other))
                : Integer.compare(((IntVector) column).get(one), ((IntVector) column).get(other));
    }

    /** @return where the keys that were compared last differ; {@link #END} if they are equal */
    long place() {
        return place;
    }

    /** @return words of 8 bytes that were compared so far */
    long words() {
        return words;
    }
}
