package sleeper.sort.order;

import java.util.Arrays;
import java.util.List;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/** Compares whole keys of rows. */
public final class RowComparator {
    private final Vector[] left;
    private final Vector[] right;

    /**
     * @param left     columns of the rows on the left
     * @param right    columns of the rows on the right; may be the same
     * @param keyCount number of columns, from the first, that rows are ordered by
     */
    public RowComparator(List<Vector> left, List<Vector> right, int keyCount) {
        this.left = left.subList(0, keyCount).toArray(new Vector[0]);
        this.right = right.subList(0, keyCount).toArray(new Vector[0]);
    }

    public int compare(int leftRow, int rightRow) {
        for (int i = 0; i < left.length; i++) {
            int order = compare(left[i], leftRow, right[i], rightRow);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Compares values of two key columns of one type. */
    public static int compare(Vector left, int leftRow, Vector right, int rightRow) {
        if (left instanceof BytesVector bytes) {
            BytesVector other = (BytesVector) right;
            return Arrays.compareUnsigned(
                    bytes.data(),
                    bytes.start(leftRow),
                    bytes.offsets()[leftRow + 1],
                    other.data(),
                    other.start(rightRow),
                    other.offsets()[rightRow + 1]);
        }
        if (left instanceof LongVector longs) {
            return Long.compare(longs.get(leftRow), ((LongVector) right).get(rightRow));
        }
        return Integer.compare(((IntVector) left).get(leftRow), ((IntVector) right).get(rightRow));
    }
}
