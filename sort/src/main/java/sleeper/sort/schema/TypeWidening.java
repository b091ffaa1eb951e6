package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** @return the type that holds every value of both, also the nulls inside them; empty if neither is wide enough */
    static Optional<FieldType> join(FieldType one, FieldType other) {
        if (one instanceof ListType first && other instanceof ListType second) {
            boolean nullable = first.elementNullable() || second.elementNullable();
            return join(first.element(), second.element()).map(element -> new ListType(element, nullable));
        }
        if (one instanceof MapType first && other instanceof MapType second) {
            boolean nullable = first.valueNullable() || second.valueNullable();
            return join(first.key(), second.key())
                    .flatMap(
                            key -> join(first.value(), second.value()).map(value -> new MapType(key, value, nullable)));
        }
        if (one instanceof StructType first && other instanceof StructType second) {
            return join(first, second);
        }
        if (isLossless(other, one)) {
            return Optional.of(one);
        }
        return isLossless(one, other) ? Optional.of(other) : Optional.empty();
    }

    private static Optional<FieldType> join(StructType one, StructType other) {
        List<Field> joined = new ArrayList<>();
        for (Field field : one.fields()) {
            other.fields().stream()
                    .filter(candidate -> candidate.name().equals(field.name()))
                    .findFirst()
                    .flatMap(found -> join(field, found))
                    .ifPresent(joined::add);
        }
        boolean all = joined.size() == one.fields().size()
                && joined.size() == other.fields().size();
        return all ? Optional.of(new StructType(joined)) : Optional.empty();
    }

    /** @return the field that holds every value of two of one name; empty if neither type is wide enough */
    static Optional<Field> join(Field one, Field other) {
        return join(one.type(), other.type())
                .map(type -> new Field(one.name(), type, one.nullable() || other.nullable()));
    }

    private static boolean hasLossless(StructType from, Field field) {
        return from.fields().stream()
                .anyMatch(other -> other.name().equals(field.name()) && isLossless(other.type(), field.type()));
    }
}
