package sleeper.sort.schema;

import java.util.Optional;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.TimestampType;
import sleeper.sort.format.ParquetNode;

/**
 * What the values of a leaf of a file's schema are. Both new and old annotations are read; where there is a new one, the old one
 * beside it is not asked. Rules: <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">LogicalTypes.md</a>.
 *
 * @param meaning what they are where no type of ours is the same
 * @param type    the type of ours that holds them all
 */
record FileLeaf(Meaning meaning, FieldType type) {
    /** What no type of ours is the same as. */
    enum Meaning {
        /** A type of ours is the same. */
        OURS(""),
        UNSIGNED_8("unsigned numbers of 8 bits"),
        UNSIGNED_16("unsigned numbers of 16 bits"),
        UNSIGNED_32("unsigned numbers of 32 bits"),
        UNSIGNED_64("unsigned numbers of 64 bits"),
        HALF_FLOAT("floating-point numbers of 16 bits"),
        TIME_MILLIS("times as milliseconds since midnight"),
        TIME_MICROS("times as microseconds since midnight"),
        TIME_NANOS("times as nanoseconds since midnight"),
        INT96("timestamps of 96 bits; one that the field's unit cannot hold exactly is refused"),
        ENUM("names of an enumeration as texts"),
        JSON("JSON as texts"),
        BSON("BSON as bytes"),
        UUID("UUIDs as 16 bytes"),
        INTERVAL("intervals as 12 bytes: months, days and milliseconds, each of 32 bits, little-endian"),
        /** Stored with some type, of which there is no value. */
        UNTYPED("a column without a type, whose values are all null");

        private final String note;

        Meaning(String note) {
            this.note = note;
        }

        /** @return how the values are taken, as a clause; empty if there is nothing to say */
        String note() {
            return note;
        }
    }

    /** The type that holds all unsigned numbers of 64 bits. */
    static final DecimalType UNSIGNED_64 = new DecimalType(20, 0);

    private static final int UUID_BYTES = 16;
    private static final int INTERVAL_BYTES = 12;
    private static final int HALF_FLOAT_BYTES = 2;
    private static final int MAX_INT_DIGITS = 9;
    private static final int MAX_LONG_DIGITS = 18;

    /** @return what the values are; empty if no table can hold them */
    static Optional<FileLeaf> of(ParquetNode leaf) {
        SchemaElement element = leaf.element();
        if (isInterval(element)) {
            return Optional.of(new FileLeaf(Meaning.INTERVAL, PrimitiveType.BYTEARRAY));
        }
        if (isCalled(element, LogicalType._Fields.UNKNOWN, null)) {
            return Optional.of(new FileLeaf(Meaning.UNTYPED, PrimitiveType.STRING));
        }
        if (!element.isSetLogicalType() && !element.isSetConverted_type()) {
            return Optional.of(plain(leaf.type()));
        }
        return switch (leaf.type()) {
            case INT32 -> ofInt32(element);
            case INT64 -> ofInt64(element);
            case BYTE_ARRAY -> ofBytes(element);
            case FIXED_LEN_BYTE_ARRAY -> ofFixedBytes(element);
            default -> Optional.empty();
        };
    }

    /** There is no new annotation for these: parquet-java writes the one of columns without a type beside the old one. */
    private static boolean isInterval(SchemaElement element) {
        boolean calledOtherwise =
                element.isSetLogicalType() && !element.getLogicalType().isSetUNKNOWN();
        return element.getType() == Type.FIXED_LEN_BYTE_ARRAY
                && element.getType_length() == INTERVAL_BYTES
                && element.getConverted_type() == ConvertedType.INTERVAL
                && !calledOtherwise;
    }

    private static FileLeaf plain(Type type) {
        return switch (type) {
            case BOOLEAN -> ours(PrimitiveType.BOOLEAN);
            case INT32 -> ours(PrimitiveType.INT);
            case INT64 -> ours(PrimitiveType.LONG);
            case INT96 -> new FileLeaf(Meaning.INT96, TimestampType.DEFAULT);
            case FLOAT -> ours(PrimitiveType.FLOAT);
            case DOUBLE -> ours(PrimitiveType.DOUBLE);
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> ours(PrimitiveType.BYTEARRAY);
        };
    }

    private static Optional<FileLeaf> ofInt32(SchemaElement element) {
        if (isCalled(element, LogicalType._Fields.DATE, ConvertedType.DATE)) {
            return Optional.of(ours(PrimitiveType.DATE));
        }
        TimeUnit time = timeUnit(element);
        if (time != null) {
            return time.isSetMILLIS()
                    ? Optional.of(new FileLeaf(Meaning.TIME_MILLIS, PrimitiveType.INT))
                    : Optional.empty();
        }
        IntType number = integer(element);
        if (number == null) {
            return decimal(element, MAX_INT_DIGITS);
        }
        if (number.isIsSigned()) {
            return number.getBitWidth() == Long.SIZE ? Optional.empty() : Optional.of(ours(PrimitiveType.INT));
        }
        return Optional.ofNullable(
                switch (number.getBitWidth()) {
                    case Byte.SIZE -> new FileLeaf(Meaning.UNSIGNED_8, PrimitiveType.INT);
                    case Short.SIZE -> new FileLeaf(Meaning.UNSIGNED_16, PrimitiveType.INT);
                    case Integer.SIZE -> new FileLeaf(Meaning.UNSIGNED_32, PrimitiveType.LONG);
                    default -> null;
                });
    }

    private static Optional<FileLeaf> ofInt64(SchemaElement element) {
        TimeUnit time = timeUnit(element);
        if (time != null) {
            return Optional.ofNullable(
                    time.isSetMICROS()
                            ? new FileLeaf(Meaning.TIME_MICROS, PrimitiveType.LONG)
                            : time.isSetNANOS() ? new FileLeaf(Meaning.TIME_NANOS, PrimitiveType.LONG) : null);
        }
        IntType number = integer(element);
        if (number != null) {
            return number.getBitWidth() != Long.SIZE
                    ? Optional.empty()
                    : Optional.of(
                            number.isIsSigned()
                                    ? ours(PrimitiveType.LONG)
                                    : new FileLeaf(Meaning.UNSIGNED_64, UNSIGNED_64));
        }
        return timestamp(element).or(() -> decimal(element, MAX_LONG_DIGITS));
    }

    private static Optional<FileLeaf> ofBytes(SchemaElement element) {
        if (isCalled(element, LogicalType._Fields.STRING, ConvertedType.UTF8)) {
            return Optional.of(ours(PrimitiveType.STRING));
        }
        if (isCalled(element, LogicalType._Fields.ENUM, ConvertedType.ENUM)) {
            return Optional.of(new FileLeaf(Meaning.ENUM, PrimitiveType.STRING));
        }
        if (isCalled(element, LogicalType._Fields.JSON, ConvertedType.JSON)) {
            return Optional.of(new FileLeaf(Meaning.JSON, PrimitiveType.STRING));
        }
        if (isCalled(element, LogicalType._Fields.BSON, ConvertedType.BSON)) {
            return Optional.of(new FileLeaf(Meaning.BSON, PrimitiveType.BYTEARRAY));
        }
        return decimal(element, DecimalType.MAX_PRECISION);
    }

    private static Optional<FileLeaf> ofFixedBytes(SchemaElement element) {
        int length = element.getType_length();
        if (length == UUID_BYTES && isCalled(element, LogicalType._Fields.UUID, null)) {
            return Optional.of(new FileLeaf(Meaning.UUID, PrimitiveType.BYTEARRAY));
        }
        if (length == HALF_FLOAT_BYTES && isCalled(element, LogicalType._Fields.FLOAT16, null)) {
            return Optional.of(new FileLeaf(Meaning.HALF_FLOAT, PrimitiveType.FLOAT));
        }
        return decimal(element, digitsOf(length));
    }

    private static FileLeaf ours(FieldType type) {
        return new FileLeaf(Meaning.OURS, type);
    }

    /** @param converted null where only a new annotation says it */
    private static boolean isCalled(SchemaElement element, LogicalType._Fields logical, ConvertedType converted) {
        return element.isSetLogicalType()
                ? element.getLogicalType().getSetField() == logical
                : converted != null && element.getConverted_type() == converted;
    }

    /** @return null if the values are no whole numbers */
    private static IntType integer(SchemaElement element) {
        if (element.isSetLogicalType()) {
            return element.getLogicalType().isSetINTEGER()
                    ? element.getLogicalType().getINTEGER()
                    : null;
        }
        return switch (element.getConverted_type()) {
            case INT_8 -> new IntType((byte) 8, true);
            case INT_16 -> new IntType((byte) 16, true);
            case INT_32 -> new IntType((byte) 32, true);
            case INT_64 -> new IntType((byte) 64, true);
            case UINT_8 -> new IntType((byte) 8, false);
            case UINT_16 -> new IntType((byte) 16, false);
            case UINT_32 -> new IntType((byte) 32, false);
            case UINT_64 -> new IntType((byte) 64, false);
            default -> null;
        };
    }

    /** @return null if the values are no times of a day */
    private static TimeUnit timeUnit(SchemaElement element) {
        if (element.isSetLogicalType()) {
            return element.getLogicalType().isSetTIME()
                    ? element.getLogicalType().getTIME().getUnit()
                    : null;
        }
        return switch (element.getConverted_type()) {
            case TIME_MILLIS -> TimeUnit.MILLIS(new MilliSeconds());
            case TIME_MICROS -> TimeUnit.MICROS(new MicroSeconds());
            default -> null;
        };
    }

    private static Optional<FileLeaf> timestamp(SchemaElement element) {
        if (!element.isSetLogicalType()) {
            return switch (element.getConverted_type()) {
                case TIMESTAMP_MILLIS -> Optional.of(ours(new TimestampType(TimestampType.Unit.MILLIS, true)));
                case TIMESTAMP_MICROS -> Optional.of(ours(new TimestampType(TimestampType.Unit.MICROS, true)));
                default -> Optional.empty();
            };
        }
        if (!element.getLogicalType().isSetTIMESTAMP()) {
            return Optional.empty();
        }
        TimeUnit unit = element.getLogicalType().getTIMESTAMP().getUnit();
        boolean utc = element.getLogicalType().getTIMESTAMP().isIsAdjustedToUTC();
        if (unit == null || unit.getSetField() == null) {
            return Optional.empty();
        }
        return Optional.of(ours(
                switch (unit.getSetField()) {
                    case MILLIS -> new TimestampType(TimestampType.Unit.MILLIS, utc);
                    case MICROS -> new TimestampType(TimestampType.Unit.MICROS, utc);
                    case NANOS -> new TimestampType(TimestampType.Unit.NANOS, utc);
                }));
    }

    /** @return digits of the largest decimals that all fit into so many bytes */
    private static int digitsOf(int bytes) {
        int digits = 0;
        while (digits < DecimalType.MAX_PRECISION && LeafType.decimalBytes(digits + 1) <= bytes) {
            digits++;
        }
        return digits;
    }

    private static Optional<FileLeaf> decimal(SchemaElement element, int maxDigits) {
        if (!isCalled(element, LogicalType._Fields.DECIMAL, ConvertedType.DECIMAL)) {
            return Optional.empty();
        }
        boolean logical = element.isSetLogicalType();
        int precision = logical ? element.getLogicalType().getDECIMAL().getPrecision() : element.getPrecision();
        int scale = logical ? element.getLogicalType().getDECIMAL().getScale() : element.getScale();
        boolean valid = precision >= 1 && precision <= maxDigits && scale >= 0 && scale <= precision;
        return valid ? Optional.of(ours(new DecimalType(precision, scale))) : Optional.empty();
    }
}
