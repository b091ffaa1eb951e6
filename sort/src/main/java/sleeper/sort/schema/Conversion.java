package sleeper.sort.schema;

import java.util.Optional;
import org.apache.parquet.format.Type;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;
import sleeper.sort.format.ParquetNode;

/** What is done to a file's stored values on the way to the table's. None loses anything. */
public enum Conversion {
    /** Stored alike. */
    NONE,
    INT_TO_LONG,
    UNSIGNED_INT_TO_LONG,
    /** A number of 64 bits without a sign; one of 2^63 or more is refused. */
    UNSIGNED_LONG_TO_LONG,
    UNSIGNED_LONG_TO_DECIMAL,
    FLOAT_TO_DOUBLE,
    HALF_TO_FLOAT,
    HALF_TO_DOUBLE,
    /** A decimal's number from 32 or 64 bits or big-endian bytes to the table's form. */
    DECIMAL,
    /** Days and nanoseconds in 96 bits to the table's unit; a value that the unit cannot hold is refused. */
    INT96_TO_TIMESTAMP,
    /** There are no values, only nulls; a value is refused. */
    NO_VALUES;

    /** @return what is to be done to a leaf's values for a field of a type; empty if that cannot hold them */
    static Optional<Conversion> of(FieldType table, ParquetNode leaf) {
        return FileLeaf.of(leaf).flatMap(found -> of(table, leaf, found));
    }

    private static Optional<Conversion> of(FieldType table, ParquetNode leaf, FileLeaf found) {
        if (found.meaning() == FileLeaf.Meaning.UNTYPED) {
            return Optional.of(NO_VALUES);
        }
        if (table instanceof ListType || table instanceof MapType || table instanceof StructType) {
            return Optional.empty();
        }
        return switch (found.meaning()) {
            case INT96 -> only(table instanceof TimestampType, INT96_TO_TIMESTAMP);
            case UNSIGNED_32 -> only(table == PrimitiveType.LONG, UNSIGNED_INT_TO_LONG);
            case UNSIGNED_64 ->
                table == PrimitiveType.LONG
                        ? Optional.of(UNSIGNED_LONG_TO_LONG)
                        : only(TypeWidening.isLossless(FileLeaf.UNSIGNED_64, table), UNSIGNED_LONG_TO_DECIMAL);
            case HALF_FLOAT ->
                table == PrimitiveType.FLOAT
                        ? Optional.of(HALF_TO_FLOAT)
                        : only(table == PrimitiveType.DOUBLE, HALF_TO_DOUBLE);
            default -> only(TypeWidening.isLossless(found.type(), table), ofOurs(table, leaf));
        };
    }

    private static Optional<Conversion> only(boolean holds, Conversion conversion) {
        return holds ? Optional.of(conversion) : Optional.empty();
    }

    private static Conversion ofOurs(FieldType table, ParquetNode leaf) {
        LeafType stored = LeafType.of(table);
        if (table instanceof DecimalType) {
            boolean alike = leaf.type() == stored.physical()
                    && (stored.typeLength() == 0
                            || stored.typeLength() == leaf.element().getType_length());
            return alike ? NONE : DECIMAL;
        }
        if (stored.physical() == Type.INT64 && leaf.type() == Type.INT32) {
            return INT_TO_LONG;
        }
        return stored.physical() == Type.DOUBLE && leaf.type() == Type.FLOAT ? FLOAT_TO_DOUBLE : NONE;
    }
}
