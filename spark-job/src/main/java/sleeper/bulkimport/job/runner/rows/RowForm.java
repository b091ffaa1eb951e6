package sleeper.bulkimport.job.runner.rows;

import java.util.List;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/**
 * A row as an array of values: the position of its leaf, then a value for each leaf column of the table as the kernel holds it, an
 * {@link Integer}, a {@link Long} or a {@code byte[]}, or null. Of lists, maps and structs it holds the kernel's cells, which nothing
 * has to understand on the way.
 */
public final class RowForm {
    private RowForm() {}

    static Object[] of(int leaf, Batch batch, int row) {
        List<Vector> columns = batch.columns();
        Object[] values = new Object[columns.size() + 1];
        values[0] = leaf;
        for (int i = 0; i < columns.size(); i++) {
            values[i + 1] = value(columns.get(i), row);
        }
        return values;
    }

    private static Object value(Vector column, int row) {
        if (column.isNull(row)) {
            return null;
        } else if (column instanceof IntVector ints) {
            return ints.get(row);
        } else if (column instanceof LongVector longs) {
            return longs.get(row);
        }
        return ((BytesVector) column).get(row);
    }

    /** Appends a row to a batch of the same columns. */
    static void append(Object[] row, Batch batch) {
        for (int i = 1; i < row.length; i++) {
            append(row[i], batch.column(i - 1));
        }
    }

    private static void append(Object value, Vector column) {
        if (value == null) {
            column.appendNull();
        } else if (column instanceof IntVector ints) {
            ints.append((Integer) value);
        } else if (column instanceof LongVector longs) {
            longs.append((Long) value);
        } else {
            byte[] bytes = (byte[]) value;
            ((BytesVector) column).append(bytes, 0, bytes.length);
        }
    }
}
