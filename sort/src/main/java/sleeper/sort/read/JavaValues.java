package sleeper.sort.read;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.TimestampType;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/** Values of leaf columns as Java has them. */
final class JavaValues {
    private JavaValues() {}

    static Object of(FieldType type, Vector column, int row) {
        if (type instanceof PrimitiveType primitive) {
            return primitive(primitive, column, row);
        }
        if (type instanceof TimestampType timestamp) {
            return timestamp(timestamp, ((LongVector) column).get(row));
        }
        DecimalType decimal = (DecimalType) type;
        BigInteger unscaled = column instanceof BytesVector bytes
                ? new BigInteger(bytes.get(row))
                : BigInteger.valueOf(column instanceof IntVector ints ? ints.get(row) : ((LongVector) column).get(row));
        return new BigDecimal(unscaled, decimal.scale());
    }

    private static Object primitive(PrimitiveType type, Vector column, int row) {
        return switch (type) {
            case INT -> ((IntVector) column).get(row);
            case LONG -> ((LongVector) column).get(row);
            case STRING -> new String(((BytesVector) column).get(row), StandardCharsets.UTF_8);
            case BYTEARRAY -> ((BytesVector) column).get(row);
            case FLOAT -> Float.intBitsToFloat(((IntVector) column).get(row));
            case DOUBLE -> Double.longBitsToDouble(((LongVector) column).get(row));
            case BOOLEAN -> ((IntVector) column).get(row) != 0;
            case DATE -> LocalDate.ofEpochDay(((IntVector) column).get(row));
        };
    }

    private static Object timestamp(TimestampType type, long count) {
        long perSecond = switch (type.unit()) {
            case MILLIS -> 1_000;
            case MICROS -> 1_000_000;
            case NANOS -> 1_000_000_000;
        };
        long seconds = Math.floorDiv(count, perSecond);
        long nanos = Math.floorMod(count, perSecond) * (1_000_000_000 / perSecond);
        return type.utc()
                ? Instant.ofEpochSecond(seconds, nanos)
                : LocalDateTime.ofEpochSecond(seconds, (int) nanos, ZoneOffset.UTC);
    }
}
