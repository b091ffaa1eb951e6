package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;
import sleeper.sort.format.ParquetNode;

/** The type that a node of a file's schema has in our terms. Both new and old annotations are read. */
final class FileType {
    private FileType() {}

    /** @return the type; empty if a table cannot hold it */
    static Optional<FieldType> of(ParquetNode node) {
        return node.isRepeated() ? ofUnrepeated(node).map(element -> new ListType(element, false)) : ofUnrepeated(node);
    }

    /** @return the type of a node whose repetition is dealt with */
    private static Optional<FieldType> ofUnrepeated(ParquetNode node) {
        if (node.isLeaf()) {
            return ofLeaf(node);
        }
        if (Nesting.isList(node)) {
            ParquetNode element = Nesting.listElement(node);
            return ofUnrepeated(element).map(found -> new ListType(found, element.isOptional()));
        }
        if (Nesting.isMap(node)) {
            ParquetNode entry = node.children().get(0);
            ParquetNode value = entry.children().get(1);
            Optional<FieldType> key = of(entry.children().get(0));
            Optional<FieldType> valueType = of(value);
            return key.isEmpty() || valueType.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MapType(key.get(), valueType.get(), value.isOptional()));
        }
        return ofStruct(node);
    }

    private static Optional<FieldType> ofStruct(ParquetNode node) {
        List<Field> fields = new ArrayList<>();
        for (ParquetNode child : node.children()) {
            Optional<FieldType> type = child.name().isBlank() ? Optional.empty() : of(child);
            if (type.isEmpty()) {
                return Optional.empty();
            }
            fields.add(new Field(child.name(), type.get(), child.isOptional()));
        }
        boolean distinct = fields.stream().map(Field::name).distinct().count() == fields.size();
        return fields.isEmpty() || !distinct ? Optional.empty() : Optional.of(new StructType(fields));
    }

    private static Optional<FieldType> ofLeaf(ParquetNode node) {
        SchemaElement element = node.element();
        boolean annotated = element.isSetLogicalType() || element.isSetConverted_type();
        return Optional.ofNullable(
                switch (node.type()) {
                    case BOOLEAN -> annotated ? null : PrimitiveType.BOOLEAN;
                    case INT32 -> ofInt32(element, annotated);
                    case INT64 -> ofInt64(element, annotated);
                    case INT96 -> annotated ? null : TimestampType.DEFAULT;
                    case FLOAT -> annotated ? null : PrimitiveType.FLOAT;
                    case DOUBLE -> annotated ? null : PrimitiveType.DOUBLE;
                    case BYTE_ARRAY -> ofBytes(element, annotated, Integer.MAX_VALUE);
                    case FIXED_LEN_BYTE_ARRAY -> ofBytes(element, annotated, element.getType_length());
                });
    }

    private static FieldType ofInt32(SchemaElement element, boolean annotated) {
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        if (!annotated || isSigned(logical, converted, 32)) {
            return PrimitiveType.INT;
        }
        if (logical == null ? converted == ConvertedType.DATE : logical.isSetDATE()) {
            return PrimitiveType.DATE;
        }
        return decimal(element, 9);
    }

    private static FieldType ofInt64(SchemaElement element, boolean annotated) {
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        if (!annotated || isSigned(logical, converted, 64)) {
            return PrimitiveType.LONG;
        }
        if (logical != null && logical.isSetTIMESTAMP()) {
            TimeUnit unit = logical.getTIMESTAMP().getUnit();
            boolean utc = logical.getTIMESTAMP().isIsAdjustedToUTC();
            if (unit == null || !(unit.isSetMILLIS() || unit.isSetMICROS() || unit.isSetNANOS())) {
                return null;
            }
            return new TimestampType(
                    unit.isSetMILLIS()
                            ? TimestampType.Unit.MILLIS
                            : unit.isSetMICROS() ? TimestampType.Unit.MICROS : TimestampType.Unit.NANOS,
                    utc);
        }
        if (logical == null && converted == ConvertedType.TIMESTAMP_MILLIS) {
            return new TimestampType(TimestampType.Unit.MILLIS, true);
        }
        if (logical == null && converted == ConvertedType.TIMESTAMP_MICROS) {
            return new TimestampType(TimestampType.Unit.MICROS, true);
        }
        return decimal(element, 18);
    }

    private static boolean isSigned(LogicalType logical, ConvertedType converted, int bits) {
        if (logical != null) {
            return logical.isSetINTEGER()
                    && logical.getINTEGER().isIsSigned()
                    && (bits == 64) == (logical.getINTEGER().getBitWidth() == 64);
        }
        return bits == 64
                ? converted == ConvertedType.INT_64
                : converted == ConvertedType.INT_8
                        || converted == ConvertedType.INT_16
                        || converted == ConvertedType.INT_32;
    }

    private static FieldType ofBytes(SchemaElement element, boolean annotated, int length) {
        if (!annotated) {
            return PrimitiveType.BYTEARRAY;
        }
        LogicalType logical = element.getLogicalType();
        boolean string = logical == null ? element.getConverted_type() == ConvertedType.UTF8 : logical.isSetSTRING();
        if (string) {
            return element.getType() == Type.BYTE_ARRAY ? PrimitiveType.STRING : null;
        }
        int digits = length >= LeafType.decimalBytes(DecimalType.MAX_PRECISION)
                ? DecimalType.MAX_PRECISION
                : digitsOf(length);
        return decimal(element, digits);
    }

    /** @return digits of the largest decimals that all fit into so many bytes */
    private static int digitsOf(int bytes) {
        int digits = 0;
        while (digits < DecimalType.MAX_PRECISION && LeafType.decimalBytes(digits + 1) <= bytes) {
            digits++;
        }
        return digits;
    }

    private static FieldType decimal(SchemaElement element, int maxDigits) {
        LogicalType logical = element.getLogicalType();
        int precision;
        int scale;
        if (logical != null && logical.isSetDECIMAL()) {
            precision = logical.getDECIMAL().getPrecision();
            scale = logical.getDECIMAL().getScale();
        } else if (logical == null && element.getConverted_type() == ConvertedType.DECIMAL) {
            precision = element.getPrecision();
            scale = element.getScale();
        } else {
            return null;
        }
        boolean valid = precision >= 1 && precision <= maxDigits && scale >= 0 && scale <= precision;
        return valid ? new DecimalType(precision, scale) : null;
    }
}
