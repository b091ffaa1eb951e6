package sleeper.sort.column;

import java.util.Arrays;

/**
 * Values of one column for consecutive rows, in a flat array that grows. A row without a value holds zero or no bytes, and is
 * marked. For one thread at a time; the arrays handed out are the vector's own, for reading and writing in place.
 */
public abstract sealed class Vector permits IntVector, LongVector, BytesVector {
    /** Largest array that every JVM grants. */
    static final int MAX_ARRAY = Integer.MAX_VALUE - 16;

    int size;
    private byte[] defined;

    /** @return number of rows */
    public final int size() {
        return size;
    }

    /** @return 1 for each row that has a value and 0 for others; null as long as no row lacks one */
    public final byte[] defined() {
        return defined;
    }

    public final boolean isNull(int row) {
        return defined != null && defined[row] == 0;
    }

    /** Marks the rows from {@code from} on by {@code flags}, as {@link #defined()} has them. */
    public final void markDefined(int from, byte[] flags, int flagsFrom, int count) {
        if (defined == null) {
            defined = new byte[Math.max(size, 64)];
            Arrays.fill(defined, 0, from, (byte) 1);
        }
        reserveMarks((long) from + count);
        System.arraycopy(flags, flagsFrom, defined, from, count);
    }

    /** To be called after rows with values were appended, so that marks set before stay complete. */
    final void markAppended(int from, int count) {
        if (defined != null) {
            reserveMarks((long) from + count);
            Arrays.fill(defined, from, from + count, (byte) 1);
        }
    }

    private void reserveMarks(long rows) {
        if (defined.length < rows) {
            defined = Arrays.copyOf(defined, grown(defined.length, rows));
        }
    }

    /** Forgets all rows and keeps the arrays. */
    public void clear() {
        size = 0;
        defined = null;
    }

    /** Appends a row without a value. */
    public abstract void appendNull();

    /** Appends a row of another vector of the same class. */
    public abstract void appendFrom(Vector other, int row);

    /** @return bytes that the rows take, about */
    public abstract long sizeBytes();

    /** @return bytes that no row's part in {@link #sizeBytes()} exceeds */
    public abstract long largestBytes();

    /** Makes room for so many rows more. */
    public abstract void reserve(int more);

    final void appendNullMark() {
        markDefined(size - 1, new byte[1], 0, 1);
    }

    final void appendMarkFrom(Vector other, int row) {
        if (other.isNull(row)) {
            appendNullMark();
        } else {
            markAppended(size - 1, 1);
        }
    }

    static int grown(int length, long needed) {
        if (needed > MAX_ARRAY) {
            throw new OutOfMemoryError("a column of one batch needs " + needed + " array elements");
        }
        return (int) Math.min(MAX_ARRAY, Math.max(needed, length + ((long) length >> 1)));
    }
}
