package sleeper.sort.decode;

import java.util.Arrays;
import java.util.Optional;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.ConstantColumn;

/** A column of which nothing is read: every row has the same value, or none. */
final class ConstantLeafReader extends LeafReader {
    private final Vector value;
    private final boolean isNull;
    private byte[] noFlags = new byte[0];

    ConstantLeafReader(ConstantColumn constant) {
        Optional<Vector> given = constant.value();
        boolean nested = constant.column().isNested();
        this.value = given.orElseGet(
                () -> nested ? nullCell() : constant.column().storage().newVector());
        this.isNull = given.isEmpty() && !nested;
    }

    /** The null of a field, as each of its leaves has it: nothing on the way down is defined. */
    private static Vector nullCell() {
        CellBuilder cell = new CellBuilder();
        cell.entry(0, 0);
        BytesVector row = new BytesVector();
        cell.finish(row);
        return row;
    }

    @Override
    int safeRows() {
        return (int) Math.max(1, STEP_BYTES / Math.max(1, rowBytes()));
    }

    @Override
    long rowBytes() {
        return !isNull && value instanceof BytesVector bytes ? bytes.length(0) : 0;
    }

    @Override
    void read(int rows, Vector into) {
        int start = into.size();
        if (into instanceof IntVector ints) {
            ints.grow(rows);
            Arrays.fill(ints.values(), start, start + rows, isNull ? 0 : ((IntVector) value).get(0));
        } else if (into instanceof LongVector longs) {
            longs.grow(rows);
            Arrays.fill(longs.values(), start, start + rows, isNull ? 0 : ((LongVector) value).get(0));
        } else {
            repeat(isNull ? new byte[0] : ((BytesVector) value).get(0), rows, (BytesVector) into);
        }
        if (isNull) {
            if (noFlags.length < rows) {
                noFlags = new byte[rows];
            }
            into.markDefined(start, noFlags, 0, rows);
        }
    }

    private static void repeat(byte[] bytes, int rows, BytesVector into) {
        int start = into.size();
        into.reserveBytes((long) bytes.length * rows);
        into.grow(rows);
        int[] offsets = into.offsets();
        for (int i = start; i < start + rows; i++) {
            System.arraycopy(bytes, 0, into.data(), offsets[i], bytes.length);
            offsets[i + 1] = offsets[i] + bytes.length;
        }
    }

    @Override
    void seek(long pageOffset) {
        throw new IllegalStateException("a constant column has no pages");
    }

    @Override
    void expectEnd() {
        // There is one value for as many rows as the row group has.
    }
}
