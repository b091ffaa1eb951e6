package sleeper.sort.extent;

import java.util.List;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.Storage;

/**
 * How the rows of an extent lie: a head, then column by column the flags of rows that lack a value (a byte a row, left out where
 * the whole batch has none), the lengths (of variable values, in as few bytes as the batch's longest needs, left out where all
 * are equal) and the values. Little-endian, whatever the machine.
 *
 * <p>Head: rows (4 bytes), then for each column a byte of its shape (bit 0: flags are kept; bits 1 and 2: lengths take 0, 1, 2 or
 * 4 bytes), and for variable values 4 bytes more: the common length where lengths take none, else the sum of lengths.
 *
 * <p>Cost: a column of numbers adds one byte to an extent, one of variable values five, besides the rows' own bytes. So extents of
 * few rows in many columns are small.
 */
final class ExtentLayout {
    private static final int FLAGS_KEPT = 1;
    private static final int FIXED_HEAD_BYTES = 1;
    private static final int VARIABLE_HEAD_BYTES = 5;
    private static final int[] WIDTHS = {0, 1, 2, 4};

    private ExtentLayout() {}

    static int headBytes(List<Vector> columns) {
        int size = 4;
        for (Vector column : columns) {
            size += columnHeadBytes(column);
        }
        return size;
    }

    static int columnHeadBytes(Vector column) {
        return column instanceof BytesVector ? VARIABLE_HEAD_BYTES : FIXED_HEAD_BYTES;
    }

    static int columnHeadBytes(Storage column) {
        return column == Storage.BYTES ? VARIABLE_HEAD_BYTES : FIXED_HEAD_BYTES;
    }

    /** @param width bytes of a length: 0, 1, 2 or 4 */
    static byte shape(boolean flags, int width) {
        int code = width == 4 ? 3 : width;
        return (byte) (code << 1 | (flags ? FLAGS_KEPT : 0));
    }

    static boolean hasFlags(byte shape) {
        return (shape & FLAGS_KEPT) != 0;
    }

    static int width(byte shape) {
        return WIDTHS[shape >> 1 & 3];
    }

    /** @return rows of the extent */
    static int rows(byte[] extent, int from) {
        return Bytes.getInt(extent, from);
    }

    /** @return the length of a value */
    static int length(byte[] extent, int lengths, int width, int row) {
        return switch (width) {
            case 1 -> extent[lengths + row] & 0xFF;
            case 2 -> (extent[lengths + 2 * row] & 0xFF) | ((extent[lengths + 2 * row + 1] & 0xFF) << 8);
            default -> Bytes.getInt(extent, lengths + 4 * row);
        };
    }

    /** Appends an extent's rows to a batch. */
    static void append(byte[] extent, int from, Batch into) {
        List<Vector> columns = into.columns();
        int rows = rows(extent, from);
        int head = from + 4;
        int at = from + headBytes(columns);
        for (Vector vector : columns) {
            boolean hasFlags = hasFlags(extent[head]);
            int flags = at;
            at += hasFlags ? rows : 0;
            int start = vector.size();
            if (vector instanceof IntVector ints) {
                at = appendInts(extent, at, rows, ints);
            } else if (vector instanceof LongVector longs) {
                at = appendLongs(extent, at, rows, longs);
            } else {
                at = appendBytes(extent, head, at, rows, (BytesVector) vector);
            }
            if (hasFlags) {
                vector.markDefined(start, extent, flags, rows);
            }
            head += columnHeadBytes(vector);
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
        int width = width(extent[head]);
        int size = Bytes.getInt(extent, head + 1);
        int total = width == 0 ? size * rows : size;
        into.reserveBytes(total);
        int row = into.size();
        into.grow(rows);
        int[] offsets = into.offsets();
        int to = offsets[row];
        System.arraycopy(extent, at + width * rows, into.data(), to, total);
        for (int i = 0; i < rows; i++) {
            to += width == 0 ? size : length(extent, at, width, i);
            offsets[row + i + 1] = to;
        }
        return at + width * rows + total;
    }
}
