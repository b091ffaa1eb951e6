package sleeper.bulkimport.job.runner.rdd;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What rows are ordered by: the leaf, then the whole key.
 *
 * @param leaf   position of the leaf
 * @param values of the key columns as the kernel holds them: {@link Integer}, {@link Long} or {@code byte[]}
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by the values' own order, never as a record.
record LeafKey(int leaf, Object[] values) implements Comparable<LeafKey>, Serializable {
    @Override
    public int compareTo(LeafKey other) {
        int order = Integer.compare(leaf, other.leaf);
        for (int i = 0; i < values.length && order == 0; i++) {
            order = compare(values[i], other.values[i]);
        }
        return order;
    }

    private static int compare(Object left, Object right) {
        if (left instanceof Integer number) {
            return number.compareTo((Integer) right);
        } else if (left instanceof Long number) {
            return number.compareTo((Long) right);
        }
        return Arrays.compareUnsigned((byte[]) left, (byte[]) right);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeafKey key && compareTo(key) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * leaf + Arrays.deepHashCode(values);
    }
}
