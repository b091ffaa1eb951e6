package sleeper.sort.column;

import java.util.Arrays;

/** Values of 64 bits: longs, timestamps, the bits of doubles, decimals of up to 18 digits. */
public final class LongVector extends Vector {
    private long[] values = new long[0];

    public long[] values() {
        return values;
    }

    public long get(int row) {
        return values[row];
    }

    /** Makes room, then counts the rows as there: the caller fills {@link #values()} from the old size on. */
    public void grow(int rows) {
        reserve(rows);
        size += rows;
        markAppended(size - rows, rows);
    }

    public void append(long value) {
        grow(1);
        values[size - 1] = value;
    }

    @Override
    public void appendNull() {
        append(0);
        appendNullMark();
    }

    @Override
    public void appendFrom(Vector other, int row) {
        reserve(1);
        values[size++] = ((LongVector) other).values[row];
        appendMarkFrom(other, row);
    }

    @Override
    public void reserve(int more) {
        if (values.length < (long) size + more) {
            values = Arrays.copyOf(values, grown(values.length, (long) size + more));
        }
    }

    @Override
    public long sizeBytes() {
        return 8L * size;
    }

    @Override
    public long largestBytes() {
        return 8;
    }
}
