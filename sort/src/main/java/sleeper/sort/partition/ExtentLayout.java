package sleeper.sort.partition;

import java.util.List;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/**
 * How the rows of one partition in one block lie together, as an extent: a head, then column by column the flags of rows that
 * lack a value (a byte a row, left out where the whole batch has none), the lengths (of variable values, in as few bytes as
 * the batch's longest needs, left out where all are equal) and the values.
 *
 * <p>Head: rows (4 bytes), then for each column 1 byte of flags kept (0 or 1), 1 byte of length width (0, 1, 2 or 4), 4 bytes of
 * the common length, 4 bytes of the sum of lengths. Little-endian.
 */
final class ExtentLayout {
    static final int COLUMN_HEAD_BYTES = 10;

    private ExtentLayout() {}

    static int headBytes(int columns) {
        return 4 + COLUMN_HEAD_BYTES * columns;
    }

    /** @return rows of the extent */
    static int rows(byte[] extent, int from) {
        return Bytes.getInt(extent, from);
    }

    /** Appends an extent's rows to a batch. */
    static void append(byte[] extent, int from, Batch into) {
        List<Vector> columns = into.columns();
        int rows = rows(extent, from);
        int at = from + headBytes(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            Vector vector = columns.get(column);
            int head = from + 4 + COLUMN_HEAD_BYTES * column;
            int flags = extent[head] == 0 ? -1 : at;
            at += flags < 0 ? 0 : rows;
            int start = vector.size();
            at = vector instanceof IntVector ints
                    ? appendInts(extent, at, rows, ints)
                    : vector instanceof LongVector longs
                            ? appendLongs(extent, at, rows, longs)
                            : appendBytes(extent, head, at, rows, (BytesVector) vector);
            if (flags >= 0) {
                vector.markDefined(start, extent, flags, rows);
            }
        }
    }

    private static int appendInts(byte[] extent, int at, int rows, IntVector into) {
        int start = into.size();
        into.grow(rows);
        int[] values = into.values();
        for (int i = 0; i < rows; i++) {
            values[start + i] = Bytes.getInt(extent, at + 4 * i);
        }
        return at + 4 * rows;
    }

    private static int appendLongs(byte[] extent, int at, int rows, LongVector into) {
        int start = into.size();
        into.grow(rows);
        long[] values = into.values();
        for (int i = 0; i < rows; i++) {
            values[start + i] = Bytes.getLong(extent, at + 8 * i);
        }
        return at + 8 * rows;
    }

    private static int appendBytes(byte[] extent, int head, int at, int rows, BytesVector into) {
        int width = extent[head + 1];
        int common = Bytes.getInt(extent, head + 2);
        int total = Bytes.getInt(extent, head + 6);
        into.reserveBytes(total);
        int row = into.size();
        into.grow(rows);
        int[] offsets = into.offsets();
        int to = offsets[row];
        System.arraycopy(extent, at + width * rows, into.data(), to, total);
        for (int i = 0; i < rows; i++) {
            to += switch (width) {
                case 0 -> common;
                case 1 -> extent[at + i] & 0xFF;
                case 2 -> (extent[at + 2 * i] & 0xFF) | ((extent[at + 2 * i + 1] & 0xFF) << 8);
                default -> Bytes.getInt(extent, at + 4 * i);
            };
            offsets[row + i + 1] = to;
        }
        return at + width * rows + total;
    }
}
