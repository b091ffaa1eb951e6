package sleeper.core.table;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Two values that others lie between, in the order of their column. Long ones are cut, so that neither need be a value that there is.
 * Immutable.
 */
public final class ValueBounds {
    private final byte[] lower;
    private final byte[] upper;

    /**
     * @param lower not above any value; as Parquet's statistics have values of the column, which is PLAIN without a length: <a
     *              href="https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift">parquet.thrift</a>
     * @param upper not below any
     */
    public ValueBounds(byte[] lower, byte[] upper) {
        this.lower = lower.clone();
        this.upper = upper.clone();
    }

    public byte[] lower() {
        return lower.clone();
    }

    public byte[] upper() {
        return upper.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValueBounds bounds
                && Arrays.equals(lower, bounds.lower)
                && Arrays.equals(upper, bounds.upper);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(lower) + Arrays.hashCode(upper);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(lower) + " to " + HexFormat.of().formatHex(upper);
    }
}
