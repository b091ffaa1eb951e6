package sleeper.sort.partition;

import java.util.Arrays;
import java.util.List;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/** Moves a batch's rows into a block, each partition's rows together. For one thread; its arrays are used again. */
public final class Scatter {
    private final int leaves;
    private final int columnCount;
    private final int[] rows;
    private final int[] cursor;
    private final int[] bytesCursor;
    private final int[][] sums;
    private int[] starts;

    public Scatter(int leaves, int columnCount) {
        this.leaves = leaves;
        this.columnCount = columnCount;
        this.rows = new int[leaves];
        this.cursor = new int[leaves];
        this.bytesCursor = new int[leaves];
        this.sums = new int[columnCount][];
    }

    /**
     * @param leafOf for each row its leaf
     * @return the rows by leaf
     */
    public Block scatter(Batch batch, int[] leafOf) {
        int count = batch.rows();
        Arrays.fill(rows, 0);
        for (int i = 0; i < count; i++) {
            rows[leafOf[i]]++;
        }
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
        for (int leaf = 0; leaf < leaves; leaf++) {
            cursor[leaf] = starts[leaf] + ExtentLayout.headBytes(columnCount);
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
        return new Block(data, starts, rows.clone());
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

    private void sumLengths(BytesVector bytes, int count, int column, int[] leafOf, int width, int common) {
        int[] sum = new int[leaves];
        if (width == 0) {
            for (int leaf = 0; leaf < leaves; leaf++) {
                sum[leaf] = rows[leaf] * common;
            }
        } else {
            int[] offsets = bytes.offsets();
            for (int i = 0; i < count; i++) {
                sum[leafOf[i]] += offsets[i + 1] - offsets[i];
            }
        }
        sums[column] = sum;
    }

    /** Decides where each extent starts and writes its head. */
    private byte[] layOut(List<Vector> columns, int[] widths, int[] commons) {
        starts = new int[leaves + 1];
        long at = 0;
        for (int leaf = 0; leaf < leaves; leaf++) {
            starts[leaf] = (int) at;
            at += rows[leaf] == 0 ? 0 : extentBytes(columns, leaf, widths);
            if (at > Integer.MAX_VALUE - 64) {
                throw new IllegalStateException("a batch of more than 2 GiB");
            }
        }
        starts[leaves] = (int) at;
        byte[] data = new byte[(int) at + Bytes.SLACK];
        for (int leaf = 0; leaf < leaves; leaf++) {
            if (rows[leaf] > 0) {
                Bytes.putInt(data, starts[leaf], rows[leaf]);
                for (int column = 0; column < columnCount; column++) {
                    int head = starts[leaf] + 4 + ExtentLayout.COLUMN_HEAD_BYTES * column;
                    data[head] = (byte) (columns.get(column).defined() == null ? 0 : 1);
                    data[head + 1] = (byte) widths[column];
                    Bytes.putInt(data, head + 2, commons[column]);
                    Bytes.putInt(data, head + 6, sums[column] == null ? 0 : sums[column][leaf]);
                }
            }
        }
        return data;
    }

    private long extentBytes(List<Vector> columns, int leaf, int[] widths) {
        long size = ExtentLayout.headBytes(columnCount);
        for (int column = 0; column < columnCount; column++) {
            Vector vector = columns.get(column);
            long row = vector.defined() == null ? 0 : 1;
            row += vector instanceof IntVector ? 4 : vector instanceof LongVector ? 8 : widths[column];
            size += row * rows[leaf] + (sums[column] == null ? 0 : sums[column][leaf]);
        }
        return size;
    }

    private void scatterFlags(Vector vector, int count, int[] leafOf, byte[] data) {
        byte[] defined = vector.defined();
        if (defined != null) {
            for (int i = 0; i < count; i++) {
                data[cursor[leafOf[i]]++] = defined[i];
            }
        }
    }

    private void scatterInts(int[] values, int count, int[] leafOf, byte[] data) {
        int[] to = cursor;
        for (int i = 0; i < count; i++) {
            int leaf = leafOf[i];
            Bytes.putInt(data, to[leaf], values[i]);
            to[leaf] += 4;
        }
    }

    private void scatterLongs(long[] values, int count, int[] leafOf, byte[] data) {
        int[] to = cursor;
        for (int i = 0; i < count; i++) {
            int leaf = leafOf[i];
            Bytes.putLong(data, to[leaf], values[i]);
            to[leaf] += 8;
        }
    }

    private void scatterBytes(BytesVector vector, int count, int[] leafOf, byte[] data, int width) {
        byte[] from = vector.data();
        int[] offsets = vector.offsets();
        for (int leaf = 0; leaf < leaves; leaf++) {
            bytesCursor[leaf] = cursor[leaf] + width * rows[leaf];
        }
        if (width > 0) {
            scatterLengths(offsets, count, leafOf, data, width);
        }
        int[] to = bytesCursor;
        for (int i = 0; i < count; i++) {
            int leaf = leafOf[i];
            int start = offsets[i];
            int length = offsets[i + 1] - start;
            int at = to[leaf];
            Bytes.copy(from, start, data, at, length);
            to[leaf] = at + length;
        }
        System.arraycopy(to, 0, cursor, 0, leaves);
    }

    private void scatterLengths(int[] offsets, int count, int[] leafOf, byte[] data, int width) {
        int[] to = cursor;
        for (int i = 0; i < count; i++) {
            int leaf = leafOf[i];
            int length = offsets[i + 1] - offsets[i];
            int at = to[leaf];
            to[leaf] = at + width;
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
