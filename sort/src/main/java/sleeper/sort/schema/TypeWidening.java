package sleeper.sort.schema;

import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.StructType;

/** Which types hold every value of another type. */
final class TypeWidening {
    private TypeWidening() {}

    /** @return whether {@code wide} holds every value of {@code narrow}; nulls are left to the reading */
    static boolean isLossless(FieldType narrow, FieldType wide) {
        if (narrow.equals(wide)) {
            return true;
        }
        if (narrow instanceof ListType from && wide instanceof ListType to) {
            return isLossless(from.element(), to.element());
        }
        if (narrow instanceof MapType from && wide instanceof MapType to) {
            return isLossless(from.key(), to.key()) && isLossless(from.value(), to.value());
        }
        if (narrow instanceof StructType from && wide instanceof StructType to) {
            return from.fields().size() == to.fields().size()
                    && to.fields().stream().allMatch(field -> hasLossless(from, field));
        }
        if (narrow instanceof DecimalType from && wide instanceof DecimalType to) {
            return from.scale() == to.scale() && from.precision() <= to.precision();
        }
        return (narrow == PrimitiveType.INT && wide == PrimitiveType.LONG)
                || (narrow == PrimitiveType.FLOAT && wide == PrimitiveType.DOUBLE);
    }

    private static boolean hasLossless(StructType from, Field field) {
        return from.fields().stream()
                .anyMatch(other -> other.name().equals(field.name()) && isLossless(other.type(), field.type()));
    }
}
