package sleeper.sort.column;

import java.util.Arrays;

/**
 * Values of any number of bytes, one after the other: strings in UTF-8, byte arrays, decimals above 18 digits (big-endian,
 * signed), and the cells of nested columns. Behind the last byte there are always {@link Bytes#SLACK} more to overwrite.
 */
public final class BytesVector extends Vector {
    private byte[] data = new byte[Bytes.SLACK];
    private int[] offsets = new int[1];

    /** @return the bytes; row {@code i} has those from {@code offsets()[i]} to {@code offsets()[i + 1]} */
    public byte[] data() {
        return data;
    }

    /** @return where each row's bytes start, and behind the last row where they end */
    public int[] offsets() {
        return offsets;
    }

    public int start(int row) {
        return offsets[row];
    }

    public int length(int row) {
        return offsets[row + 1] - offsets[row];
    }

    /** @return bytes of all rows */
    public int dataSize() {
        return offsets[size];
    }

    public byte[] get(int row) {
        return Arrays.copyOfRange(data, offsets[row], offsets[row + 1]);
    }

    /** Makes room for so many bytes more, and the slack. */
    public void reserveBytes(long more) {
        long needed = more + offsets[size] + Bytes.SLACK;
        if (data.length < needed) {
            data = Arrays.copyOf(data, grown(data.length, needed));
        }
    }

    /** Makes room for the offsets, then counts the rows as there: the caller fills their ends in {@link #offsets()}. */
    public void grow(int rows) {
        reserve(rows);
        size += rows;
        markAppended(size - rows, rows);
    }

    public void append(byte[] from, int start, int length) {
        reserveBytes(length);
        reserve(1);
        int end = offsets[size];
        Bytes.copy(from, start, data, end, length);
        size++;
        offsets[size] = end + length;
        markAppended(size - 1, 1);
    }

    @Override
    public void appendNull() {
        append(data, 0, 0);
        appendNullMark();
    }

    @Override
    public void appendFrom(Vector other, int row) {
        BytesVector from = (BytesVector) other;
        append(from.data, from.offsets[row], from.length(row));
        if (other.isNull(row)) {
            appendNullMark();
        }
    }

    @Override
    public void reserve(int more) {
        if (offsets.length < (long) size + more + 1) {
            offsets = Arrays.copyOf(offsets, grown(offsets.length, (long) size + more + 1));
        }
    }

    @Override
    public void clear() {
        super.clear();
        offsets[0] = 0;
    }

    @Override
    public long sizeBytes() {
        return offsets[size] + 4L * size;
    }

    @Override
    public long largestBytes() {
        int longest = 0;
        for (int i = 0; i < size; i++) {
            longest = Math.max(longest, length(i));
        }
        return longest + 4L;
    }
}
