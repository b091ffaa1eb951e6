package sleeper.sort.rows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.TimestampType;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.LeafType;

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

    /**
     * Appends a value.
     *
     * @throws ClassCastException  if it is not of the class that stands for the type
     * @throws ArithmeticException if the type cannot hold it exactly
     */
    static void append(FieldType type, Object value, Vector to) {
        if (type instanceof PrimitiveType primitive) {
            append(primitive, value, to);
        } else if (type instanceof TimestampType timestamp) {
            ((LongVector) to).append(count(timestamp, value));
        } else {
            append((DecimalType) type, (BigDecimal) value, to);
        }
    }

    private static void append(PrimitiveType type, Object value, Vector to) {
        switch (type) {
            case INT -> ((IntVector) to).append((Integer) value);
            case LONG -> ((LongVector) to).append((Long) value);
            case STRING -> append(utf8((String) value), to);
            case BYTEARRAY -> append((byte[]) value, to);
            case FLOAT -> ((IntVector) to).append(Float.floatToRawIntBits((Float) value));
            case DOUBLE -> ((LongVector) to).append(Double.doubleToRawLongBits((Double) value));
            case BOOLEAN -> ((IntVector) to).append((Boolean) value ? 1 : 0);
            case DATE -> ((IntVector) to).append(Math.toIntExact(((LocalDate) value).toEpochDay()));
        }
    }

    /** Half a surrogate pair has no UTF-8 form: the JDK would put a question mark in its place and say nothing. */
    private static byte[] utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
                    throw new ArithmeticException("half a surrogate pair");
                }
                i++;
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void append(byte[] value, Vector to) {
        ((BytesVector) to).append(value, 0, value.length);
    }

    private static long count(TimestampType type, Object value) {
        Instant instant = type.utc() ? (Instant) value : ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
        long nanosPerUnit = switch (type.unit()) {
            case MILLIS -> 1_000_000;
            case MICROS -> 1_000;
            case NANOS -> 1;
        };
        if (instant.getNano() % nanosPerUnit != 0) {
            throw new ArithmeticException("finer than the unit");
        }
        long perSecond = 1_000_000_000 / nanosPerUnit;
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), perSecond), instant.getNano() / nanosPerUnit);
    }

    private static void append(DecimalType type, BigDecimal value, Vector to) {
        BigDecimal scaled = value.setScale(type.scale());
        if (scaled.precision() > type.precision()) {
            throw new ArithmeticException("more digits than the type has");
        }
        BigInteger unscaled = scaled.unscaledValue();
        if (to instanceof IntVector ints) {
            ints.append(unscaled.intValueExact());
        } else if (to instanceof LongVector longs) {
            longs.append(unscaled.longValueExact());
        } else {
            byte[] bytes = unscaled.toByteArray();
            byte[] fixed = new byte[LeafType.of(type).typeLength()];
            Arrays.fill(fixed, (byte) (unscaled.signum() >> 31));
            System.arraycopy(bytes, 0, fixed, fixed.length - bytes.length, bytes.length);
            append(fixed, to);
        }
    }
}
