package sleeper.sort.format;

import java.util.EnumSet;
import java.util.Set;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import sleeper.sort.fault.BadInputException;

/**
 * Holds a column's two annotations against each other: the older converted type, with precision and scale in fields of their
 * own, and the newer logical type. Writers give both for readers of any age, so that a difference is damage: believing either
 * of them could load numbers of another scale, or moments of another unit.
 *
 * <p>Format: LogicalTypes.md, which names for each logical type the converted type that goes with it.
 */
final class Annotations {
    private Annotations() {}

    /**
     * @param path the column, for the message
     * @throws BadInputException {@code CORRUPT_FILE} if they contradict each other
     */
    static void check(String path, SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        if (logical != null
                && logical.isSetINTEGER()
                && !isWidth(logical.getINTEGER().getBitWidth())) {
            throw contradiction(path, describe(logical));
        }
        // What a later version of the format annotates has no older form that is known here.
        boolean known = logical != null && logical.getSetField() != null;
        if (known && converted != null && !olderForms(logical).contains(converted)) {
            throw contradiction(path, describe(logical) + " and " + converted);
        }
        checkDigits(path, element);
    }

    private static void checkDigits(String path, SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        String digits = decimal(element.getPrecision(), element.getScale());
        boolean anyDigits = element.getPrecision() != 0 || element.getScale() != 0;
        if (logical != null && logical.isSetDECIMAL()) {
            if ((anyDigits || converted != null) && !describe(logical).equals(digits)) {
                throw contradiction(path, describe(logical) + " and " + digits);
            }
        } else if (anyDigits && logical != null) {
            throw contradiction(path, describe(logical) + " and " + digits);
        } else if (anyDigits && converted != ConvertedType.DECIMAL) {
            throw contradiction(path, (converted == null ? "no annotation" : converted) + " and " + digits);
        }
    }

    private static BadInputException contradiction(String path, String annotations) {
        return BadInputException.corrupt(
                "column '" + path + "' of the schema annotated " + annotations, "annotations that mean the same");
    }

    private static boolean isWidth(int bits) {
        return bits == Byte.SIZE || bits == Short.SIZE || bits == Integer.SIZE || bits == Long.SIZE;
    }

    /** @return the converted types that a writer may give beside a logical type */
    private static Set<ConvertedType> olderForms(LogicalType logical) {
        return switch (logical.getSetField()) {
            case STRING -> EnumSet.of(ConvertedType.UTF8);
            case MAP -> EnumSet.of(ConvertedType.MAP, ConvertedType.MAP_KEY_VALUE);
            case LIST -> EnumSet.of(ConvertedType.LIST);
            case ENUM -> EnumSet.of(ConvertedType.ENUM);
            case DECIMAL -> EnumSet.of(ConvertedType.DECIMAL);
            case DATE -> EnumSet.of(ConvertedType.DATE);
            case TIME -> olderForms(logical.getTIME().getUnit(), ConvertedType.TIME_MILLIS, ConvertedType.TIME_MICROS);
            case TIMESTAMP ->
                // Also of local time, for which the older form has no word of its own.
                olderForms(
                        logical.getTIMESTAMP().getUnit(),
                        ConvertedType.TIMESTAMP_MILLIS,
                        ConvertedType.TIMESTAMP_MICROS);
            case INTEGER -> EnumSet.of(olderForm(logical.getINTEGER()));
            // parquet-java gives it to the entries of a map that are annotated the older way, and to intervals.
            case UNKNOWN -> EnumSet.of(ConvertedType.MAP_KEY_VALUE, ConvertedType.INTERVAL);
            case JSON -> EnumSet.of(ConvertedType.JSON);
            case BSON -> EnumSet.of(ConvertedType.BSON);
            default -> EnumSet.noneOf(ConvertedType.class);
        };
    }

    private static Set<ConvertedType> olderForms(TimeUnit unit, ConvertedType millis, ConvertedType micros) {
        if (unit.isSetMILLIS()) {
            return EnumSet.of(millis);
        }
        return unit.isSetMICROS() ? EnumSet.of(micros) : EnumSet.noneOf(ConvertedType.class);
    }

    private static ConvertedType olderForm(IntType type) {
        boolean signed = type.isIsSigned();
        return switch (type.getBitWidth()) {
            case Byte.SIZE -> signed ? ConvertedType.INT_8 : ConvertedType.UINT_8;
            case Short.SIZE -> signed ? ConvertedType.INT_16 : ConvertedType.UINT_16;
            case Integer.SIZE -> signed ? ConvertedType.INT_32 : ConvertedType.UINT_32;
            default -> signed ? ConvertedType.INT_64 : ConvertedType.UINT_64;
        };
    }

    private static String describe(LogicalType logical) {
        if (logical.getSetField() == null) {
            return "an unknown type";
        }
        return switch (logical.getSetField()) {
            case INTEGER ->
                "INTEGER(" + logical.getINTEGER().getBitWidth()
                        + (logical.getINTEGER().isIsSigned() ? ")" : ", unsigned)");
            case DECIMAL ->
                decimal(
                        logical.getDECIMAL().getPrecision(),
                        logical.getDECIMAL().getScale());
            case TIME -> "TIME(" + logical.getTIME().getUnit().getSetField() + ")";
            case TIMESTAMP -> "TIMESTAMP(" + logical.getTIMESTAMP().getUnit().getSetField() + ")";
            default -> logical.getSetField().name();
        };
    }

    private static String decimal(int precision, int scale) {
        return "DECIMAL(" + precision + ", " + scale + ")";
    }
}
