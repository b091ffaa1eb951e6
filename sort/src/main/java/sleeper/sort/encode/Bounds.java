package sleeper.sort.encode;

import java.util.Arrays;
import org.apache.parquet.format.Type;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.LeafType;
import sleeper.sort.schema.ValueOrder;

/**
 * Least and greatest of some values, as statistics hold them: PLAIN without a length. Immutable.
 *
 * <p><b>Invariant.</b> Either both are known and no value lies outside, in the order that the column's type has (signed numbers; bytes
 * unsigned; decimals of many digits as signed numbers), or neither is: a reader that skips by them never skips a value
 * that is there. So a NaN, which has no place in the order, makes them unknown; a least zero is written as -0.0 and a
 * greatest one as +0.0, since readers may take both for the same; and bounds of which one is unknown make the bounds of
 * both unknown.
 * <b>Cost.</b> One comparison of 64 bits a value; whole byte arrays are compared only where their first 8 bytes are those of a bound.
 *
 * <p>Format: the comments on {@code ColumnOrder} and {@code Statistics} in
 * <a href="https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift">parquet.thrift</a>.
 */
final class Bounds {
    static final Bounds UNKNOWN = new Bounds(null, null);

    private final byte[] min;
    private final byte[] max;

    private Bounds(byte[] min, byte[] max) {
        this.min = min;
        this.max = max;
    }

    /** @return bounds as statistics have them */
    static Bounds known(byte[] min, byte[] max) {
        return new Bounds(min, max);
    }

    /** @return least value; null if it is not known */
    byte[] min() {
        return min;
    }

    /** @return greatest value; null if it is not known */
    byte[] max() {
        return max;
    }

    boolean isKnown() {
        return min != null;
    }

    /** @return the bounds of all the values; unknown if there are none, or a NaN among them */
    static Bounds of(LeafType type, Vector values) {
        if (values.size() == 0) {
            return UNKNOWN;
        }
        if (values instanceof BytesVector bytes) {
            return ofBytes(bytes, type.order());
        }
        if (type.order() == ValueOrder.FLOATING) {
            return values instanceof IntVector floats ? ofFloats(floats) : ofDoubles((LongVector) values);
        }
        if (values instanceof LongVector longs) {
            return ofLongs(longs);
        }
        return ofInts((IntVector) values, type.physical() == Type.BOOLEAN);
    }

    private static Bounds ofInts(IntVector vector, boolean booleans) {
        int[] values = vector.values();
        int min = values[0];
        int max = values[0];
        for (int i = 1; i < vector.size(); i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        return booleans
                ? new Bounds(new byte[] {(byte) min}, new byte[] {(byte) max})
                : new Bounds(littleEndian(min, 4), littleEndian(max, 4));
    }

    private static Bounds ofLongs(LongVector vector) {
        long[] values = vector.values();
        long min = values[0];
        long max = values[0];
        for (int i = 1; i < vector.size(); i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        return new Bounds(littleEndian(min, 8), littleEndian(max, 8));
    }

    /** Zeros of either sign are equal to readers, so that the bounds take the outer one. */
    private static Bounds ofFloats(IntVector vector) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < vector.size(); i++) {
            float value = Float.intBitsToFloat(vector.get(i));
            if (Float.isNaN(value)) {
                return UNKNOWN;
            }
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new Bounds(
                littleEndian(Float.floatToRawIntBits(min == 0 ? -0.0f : min), 4),
                littleEndian(Float.floatToRawIntBits(max == 0 ? 0.0f : max), 4));
    }

    private static Bounds ofDoubles(LongVector vector) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < vector.size(); i++) {
            double value = Double.longBitsToDouble(vector.get(i));
            if (Double.isNaN(value)) {
                return UNKNOWN;
            }
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new Bounds(
                littleEndian(Double.doubleToRawLongBits(min == 0 ? -0.0 : min), 8),
                littleEndian(Double.doubleToRawLongBits(max == 0 ? 0.0 : max), 8));
    }

    private static Bounds ofBytes(BytesVector vector, ValueOrder order) {
        int min = 0;
        int max = 0;
        long minWord = word(vector, 0, order);
        long maxWord = minWord;
        for (int i = 1; i < vector.size(); i++) {
            long word = word(vector, i, order);
            if (Long.compareUnsigned(word, minWord) <= 0 && (word != minWord || compare(vector, i, min, order) < 0)) {
                min = i;
                minWord = word;
            } else if (Long.compareUnsigned(word, maxWord) >= 0
                    && (word != maxWord || compare(vector, i, max, order) > 0)) {
                max = i;
                maxWord = word;
            }
        }
        return new Bounds(vector.get(min), vector.get(max));
    }

    private static long word(BytesVector vector, int row, ValueOrder order) {
        long word = Bytes.word(vector.data(), vector.start(row), vector.offsets()[row + 1], 0);
        return order == ValueOrder.SIGNED_BYTES ? word ^ Long.MIN_VALUE : word;
    }

    private static int compare(BytesVector vector, int one, int other, ValueOrder order) {
        return compare(vector.get(one), vector.get(other), order);
    }

    static int compare(byte[] one, byte[] other, ValueOrder order) {
        if (order == ValueOrder.SIGNED_BYTES && one.length > 0 && other.length > 0 && (one[0] < 0) != (other[0] < 0)) {
            return one[0] < 0 ? -1 : 1;
        }
        return Arrays.compareUnsigned(one, other);
    }

    private static byte[] littleEndian(long value, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (value >>> (8 * i));
        }
        return bytes;
    }

    /** @return whether this value of a column with these bounds is the lesser one */
    static int compareValues(LeafType type, byte[] one, byte[] other) {
        return switch (type.order()) {
            case UNSIGNED_BYTES, SIGNED_BYTES -> compare(one, other, type.order());
            case SIGNED -> Long.compare(number(one), number(other));
            case FLOATING ->
                one.length == 4
                        ? Float.compare(
                                Float.intBitsToFloat((int) number(one)), Float.intBitsToFloat((int) number(other)))
                        : Double.compare(Double.longBitsToDouble(number(one)), Double.longBitsToDouble(number(other)));
        };
    }

    private static long number(byte[] bytes) {
        long value = bytes[bytes.length - 1];
        for (int i = bytes.length - 2; i >= 0; i--) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }

    /** @return bounds that hold both; unknown if either is */
    Bounds and(Bounds other, LeafType type) {
        if (!isKnown() || !other.isKnown()) {
            return UNKNOWN;
        }
        return new Bounds(
                compareValues(type, min, other.min) <= 0 ? min : other.min,
                compareValues(type, max, other.max) >= 0 ? max : other.max);
    }
}
