package sleeper.sort.column;

import java.util.List;

/**
 * Rows as columns.
 *
 * @param columns one vector for each leaf column of the table, all with the same number of rows
 */
public record Batch(List<Vector> columns) {
    private static final long MOST_ROWS_UNSEEN = 256;

    public Batch {
        columns = List.copyOf(columns);
    }

    public int rows() {
        return columns.get(0).size();
    }

    public Vector column(int index) {
        return columns.get(index);
    }

    public long sizeBytes() {
        long bytes = 0;
        for (Vector column : columns) {
            bytes += column.sizeBytes();
        }
        return bytes;
    }

    /**
     * Summing up sizes costs more than appending a row, so it is done now and then; the larger the rows, the sooner again.
     *
     * @param bytes what the batch is to have in the end, about
     * @return rows to append before its size is looked at again
     */
    public int rowsUnseen(long bytes) {
        if (rows() == 0) {
            return 1;
        }
        // Few rows say little of those to come.
        return Math.min(rows(), rowsUnseen(bytes, sizeBytes() / rows()));
    }

    /** @return rows of so many bytes each to append before the size of the batch that they go to is looked at again */
    public static int rowsUnseen(long bytes, long rowBytes) {
        return (int) Math.max(1, Math.min(MOST_ROWS_UNSEEN, bytes / (8 * Math.max(1, rowBytes))));
    }

    /** @return bytes that no row exceeds */
    public long largestRowBytes() {
        return columns.stream().mapToLong(Vector::largestBytes).sum();
    }

    public void clear() {
        columns.forEach(Vector::clear);
    }
}
