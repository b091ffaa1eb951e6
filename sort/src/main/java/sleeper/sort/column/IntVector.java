package sleeper.sort.column;

import java.util.Arrays;

/** Values of 32 bits: ints, dates, booleans (0 or 1), the bits of floats, decimals of up to 9 digits. */
public final class IntVector extends Vector {
    private int[] values = new int[0];

    public int[] values() {
        return values;
    }

    public int get(int row) {
        return values[row];
    }

    /** Makes room, then counts the rows as there: the caller fills {@link #values()} from the old size on. */
    public void grow(int rows) {
        reserve(rows);
        size += rows;
        markAppended(size - rows, rows);
    }

    public void append(int value) {
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
        values[size++] = ((IntVector) other).values[row];
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
        return 4L * size;
    }

    @Override
    public long largestBytes() {
        return 4;
    }
}
