package sleeper.sort.column;

import java.util.List;

/**
 * Rows as columns.
 *
 * @param columns one vector for each leaf column of the table, all with the same number of rows
 */
public record Batch(List<Vector> columns) {
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
        return columns.stream().mapToLong(Vector::sizeBytes).sum();
    }

    public void clear() {
        columns.forEach(Vector::clear);
    }
}
