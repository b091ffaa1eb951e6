package sleeper.sort.mutant;

import java.util.List;
import java.util.stream.IntStream;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;

/** The parts of a schema that a flipped bit may change: names at every depth, and types but for what may be null. */
final class FieldNames {
    private FieldNames() {}

    /** @return whether the columns have the same names, and inside a column the fields of a struct that still is one */
    static boolean areEqual(Schema one, Schema other) {
        return areEqual(one.allFields(), other.allFields());
    }

    private static boolean areEqual(List<Field> fields, List<Field> others) {
        return fields.size() == others.size()
                && IntStream.range(0, fields.size())
                        .allMatch(i -> fields.get(i).name().equals(others.get(i).name())
                                && areEqual(fields.get(i).type(), others.get(i).type()));
    }

    private static boolean areEqual(FieldType one, FieldType other) {
        if (one instanceof StructType struct && other instanceof StructType found) {
            return areEqual(struct.fields(), found.fields());
        }
        if (one instanceof ListType list && other instanceof ListType found) {
            return areEqual(list.element(), found.element());
        }
        return !(one instanceof MapType map && other instanceof MapType found) || areEqual(map.value(), found.value());
    }

    /** Whether fields of equal names have equal types, nulls aside. */
    static boolean areTypesEqual(Schema one, Schema other) {
        List<Field> fields = one.allFields();
        List<Field> others = other.allFields();
        return fields.size() == others.size()
                && IntStream.range(0, fields.size())
                        .allMatch(i -> withoutNulls(fields.get(i).type())
                                .equals(withoutNulls(others.get(i).type())));
    }

    private static FieldType withoutNulls(FieldType type) {
        if (type instanceof StructType struct) {
            return new StructType(struct.fields().stream()
                    .map(field -> Field.required(field.name(), withoutNulls(field.type())))
                    .toList());
        }
        if (type instanceof ListType list) {
            return new ListType(withoutNulls(list.element()), false);
        }
        return type instanceof MapType map ? new MapType(map.key(), withoutNulls(map.value()), false) : type;
    }
}
