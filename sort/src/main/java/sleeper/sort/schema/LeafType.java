package sleeper.sort.schema;

import java.math.BigInteger;
import org.apache.parquet.format.Type;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.TimestampType;

/**
 * How a type without fields of its own is stored in a table's files and held in memory.
 *
 * @param storage    the vector
 * @param physical   Parquet's type
 * @param typeLength bytes of a value where all have the same length and {@code physical} is FIXED_LEN_BYTE_ARRAY, else 0
 * @param order      order of the values, for statistics
 */
public record LeafType(Storage storage, Type physical, int typeLength, ValueOrder order) {
    private static final int MAX_INT_DIGITS = 9;
    private static final int MAX_LONG_DIGITS = 18;

    /** @throws IllegalArgumentException if the type has fields of its own */
    public static LeafType of(FieldType type) {
        if (type instanceof PrimitiveType primitive) {
            return ofPrimitive(primitive);
        }
        if (type instanceof TimestampType) {
            return new LeafType(Storage.LONG, Type.INT64, 0, ValueOrder.SIGNED);
        }
        if (type instanceof DecimalType decimal) {
            return ofDecimal(decimal.precision());
        }
        throw new IllegalArgumentException(type.describe() + " is not one column");
    }

    private static LeafType ofPrimitive(PrimitiveType type) {
        return switch (type) {
            case INT, DATE -> new LeafType(Storage.INT, Type.INT32, 0, ValueOrder.SIGNED);
            case LONG -> new LeafType(Storage.LONG, Type.INT64, 0, ValueOrder.SIGNED);
            case STRING, BYTEARRAY -> new LeafType(Storage.BYTES, Type.BYTE_ARRAY, 0, ValueOrder.UNSIGNED_BYTES);
            case FLOAT -> new LeafType(Storage.INT, Type.FLOAT, 0, ValueOrder.FLOATING);
            case DOUBLE -> new LeafType(Storage.LONG, Type.DOUBLE, 0, ValueOrder.FLOATING);
            case BOOLEAN -> new LeafType(Storage.INT, Type.BOOLEAN, 0, ValueOrder.SIGNED);
        };
    }

    private static LeafType ofDecimal(int precision) {
        if (precision <= MAX_INT_DIGITS) {
            return new LeafType(Storage.INT, Type.INT32, 0, ValueOrder.SIGNED);
        }
        if (precision <= MAX_LONG_DIGITS) {
            return new LeafType(Storage.LONG, Type.INT64, 0, ValueOrder.SIGNED);
        }
        return new LeafType(Storage.BYTES, Type.FIXED_LEN_BYTE_ARRAY, decimalBytes(precision), ValueOrder.SIGNED_BYTES);
    }

    /** @return least bytes that hold every decimal of so many digits, with its sign */
    static int decimalBytes(int precision) {
        return BigInteger.TEN.pow(precision).bitLength() / 8 + 1;
    }
}
