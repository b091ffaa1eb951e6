package sleeper.sort.extent;

import java.util.Arrays;
import java.util.List;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/**
 * Moves a batch's rows into a block, each leaf's rows together. For one thread; its arrays are used again.
 *
 * <p>Invariant: a leaf that has rows in the batch has a slot, and slots are in the order of the leaves. All passes over rows run on
 * slots, each row's being written over its leaf, so that only the numbering of slots looks at leaves without rows.
 *
 * <p>Cost: one pass over the rows to count and one to number, then one or two a column; no call a value.
 */
public final class Scatter {
    /** Ints that are kept for each leaf, besides one for each column of variable values. */
    static final int LEAF_INTS = 6;

    private final int columnCount;
    private final int[] rowsOfLeaf;
    private final int[] slotOfLeaf;
    private int slots;
    private int[] leaves = new int[0];
    private int[] rows = new int[0];
    private int[] cursor = new int[0];
    private int[] bytesCursor = new int[0];
    private final int[][] sums;
    private int[] starts;

    public Scatter(int leaves, int columnCount) {
        this.columnCount = columnCount;
        this.rowsOfLeaf = new int[leaves];
        this.slotOfLeaf = new int[leaves];
        this.sums = new int[columnCount][];
    }

    /**
     * @param leafOf for each row its leaf; lost afterwards
     * @return the rows by leaf
     */
    public Block scatter(Batch batch, int[] leafOf) {
        int count = batch.rows();
        numberSlots(count, leafOf);
        List<Vector> columns = batch.columns();
        int[] widths = new int[columnCount];
        int[] commons = new int[columnCount];
        for (int column = 0; column < columnCount; column++) {
            if (columns.get(column) instanceof BytesVector bytes) {
                measure(bytes, count, column, widths, commons);
                sumLengths(bytes, count, column, leafOf, widths[column], commons[column]);
            }
        }
        byte[] data = layOut(columns, widths, commons);
        int headBytes = ExtentLayout.headBytes(columns);
        for (int slot = 0; slot < slots; slot++) {
            cursor[slot] = starts[slot] + Block.LINK_BYTES + headBytes;
        }
        for (int column = 0; column < columnCount; column++) {
            Vector vector = columns.get(column);
            scatterFlags(vector, count, leafOf, data);
            if (vector instanceof IntVector ints) {
                scatterInts(ints.values(), count, leafOf, data);
            } else if (vector instanceof LongVector longs) {
                scatterLongs(longs.values(), count, leafOf, data);
            } else {
                scatterBytes((BytesVector) vector, count, leafOf, data, widths[column]);
            }
        }
        return new Block(data, Arrays.copyOf(leaves, slots), starts, Arrays.copyOf(rows, slots));
    }

    private void numberSlots(int count, int[] leafOf) {
        Arrays.fill(rowsOfLeaf, 0);
        for (int i = 0; i < count; i++) {
            rowsOfLeaf[leafOf[i]]++;
        }
        reserveSlots(Math.min(count, rowsOfLeaf.length));
        slots = 0;
        for (int leaf = 0; leaf < rowsOfLeaf.length; leaf++) {
            if (rowsOfLeaf[leaf] > 0) {
                slotOfLeaf[leaf] = slots;
                leaves[slots] = leaf;
                rows[slots++] = rowsOfLeaf[leaf];
            }
        }
        for (int i = 0; i < count; i++) {
            leafOf[i] = slotOfLeaf[leafOf[i]];
        }
    }

    private void reserveSlots(int most) {
        if (leaves.length < most) {
            leaves = new int[most];
            rows = new int[most];
            cursor = new int[most];
            bytesCursor = new int[most];
        }
    }

    private static void measure(BytesVector bytes, int count, int column, int[] widths, int[] commons) {
        int[] offsets = bytes.offsets();
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int i = 0; i < count; i++) {
            int length = offsets[i + 1] - offsets[i];
            least = Math.min(least, length);
            most = Math.max(most, length);
        }
        widths[column] = least == most ? 0 : most < 1 << 8 ? 1 : most < 1 << 16 ? 2 : 4;
        commons[column] = most;
    }

    private void sumLengths(BytesVector bytes, int count, int column, int[] slotOf, int width, int common) {
        int[] sum = sums[column] != null && sums[column].length >= slots ? sums[column] : new int[slots];
        if (width == 0) {
            for (int slot = 0; slot < slots; slot++) {
                sum[slot] = rows[slot] * common;
            }
        } else {
            Arrays.fill(sum, 0, slots, 0);
            int[] offsets = bytes.offsets();
            for (int i = 0; i < count; i++) {
                sum[slotOf[i]] += offsets[i + 1] - offsets[i];
            }
        }
        sums[column] = sum;
    }

    /** Decides where each extent starts and writes its head. */
    private byte[] layOut(List<Vector> columns, int[] widths, int[] commons) {
        starts = new int[slots + 1];
        long at = 0;
        for (int slot = 0; slot < slots; slot++) {
            starts[slot] = (int) at;
            at += Block.LINK_BYTES + extentBytes(columns, slot, widths);
            if (at > Integer.MAX_VALUE - 64) {
                throw new IllegalStateException("a batch of more than 2 GiB");
            }
        }
        starts[slots] = (int) at;
        byte[] data = new byte[(int) at + Bytes.SLACK];
        for (int slot = 0; slot < slots; slot++) {
            int head = starts[slot] + Block.LINK_BYTES;
            Bytes.putInt(data, head, rows[slot]);
            head += 4;
            for (int column = 0; column < columnCount; column++) {
                Vector vector = columns.get(column);
                data[head] = ExtentLayout.shape(vector.defined() != null, widths[column]);
                if (vector instanceof BytesVector) {
                    Bytes.putInt(data, head + 1, widths[column] == 0 ? commons[column] : sums[column][slot]);
                }
                head += ExtentLayout.columnHeadBytes(vector);
            }
        }
        return data;
    }

    private long extentBytes(List<Vector> columns, int slot, int[] widths) {
        long size = ExtentLayout.headBytes(columns);
        for (int column = 0; column < columnCount; column++) {
            Vector vector = columns.get(column);
            long row = vector.defined() == null ? 0 : 1;
            row += vector instanceof IntVector ? 4 : vector instanceof LongVector ? 8 : widths[column];
            size += row * rows[slot] + (sums[column] == null ? 0 : sums[column][slot]);
        }
        return size;
    }

    private void scatterFlags(Vector vector, int count, int[] slotOf, byte[] data) {
        byte[] defined = vector.defined();
        if (defined != null) {
            for (int i = 0; i < count; i++) {
                data[cursor[slotOf[i]]++] = defined[i];
            }
        }
    }

    private void scatterInts(int[] values, int count, int[] slotOf, byte[] data) {
        int[] to = cursor;
        for (int i = 0; i < count; i++) {
            int slot = slotOf[i];
            Bytes.putInt(data, to[slot], values[i]);
            to[slot] += 4;
        }
    }

    private void scatterLongs(long[] values, int count, int[] slotOf, byte[] data) {
        int[] to = cursor;
        for (int i = 0; i < count; i++) {
            int slot = slotOf[i];
            Bytes.putLong(data, to[slot], values[i]);
            to[slot] += 8;
        }
    }

    private void scatterBytes(BytesVector vector, int count, int[] slotOf, byte[] data, int width) {
        byte[] from = vector.data();
        int[] offsets = vector.offsets();
        for (int slot = 0; slot < slots; slot++) {
            bytesCursor[slot] = cursor[slot] + width * rows[slot];
        }
        if (width > 0) {
            scatterLengths(offsets, count, slotOf, data, width);
        }
        int[] to = bytesCursor;
        for (int i = 0; i < count; i++) {
            int slot = slotOf[i];
            int start = offsets[i];
            int length = offsets[i + 1] - start;
            int at = to[slot];
            Bytes.copy(from, start, data, at, length);
            to[slot] = at + length;
        }
        System.arraycopy(to, 0, cursor, 0, slots);
    }

    private void scatterLengths(int[] offsets, int count, int[] slotOf, byte[] data, int width) {
        int[] to = cursor;
        for (int i = 0; i < count; i++) {
            int slot = slotOf[i];
            int length = offsets[i + 1] - offsets[i];
            int at = to[slot];
            to[slot] = at + width;
            data[at] = (byte) length;
            if (width > 1) {
                data[at + 1] = (byte) (length >>> 8);
            }
            if (width > 2) {
                data[at + 2] = (byte) (length >>> 16);
                data[at + 3] = (byte) (length >>> 24);
            }
        }
    }
}
