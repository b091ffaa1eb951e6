package sleeper.iceberg;

import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;

/**
 * Our types as Iceberg's of format version 2: <a href="https://iceberg.apache.org/spec/#schemas-and-data-types">Schemas and Data
 * Types</a>. To be asked for each field of a schema, in column order.
 */
final class ViewTypes {
    private final Iterator<Integer> ids;

    /** @param ids of the fields and their parts, depth first */
    ViewTypes(Iterator<Integer> ids) {
        this.ids = ids;
    }

    NestedField field(Field field) {
        int id = ids.next();
        Type type = type(field.type());
        return field.nullable()
                ? NestedField.optional(id, field.name(), type)
                : NestedField.required(id, field.name(), type);
    }

    private Type type(FieldType type) {
        if (type instanceof PrimitiveType primitive) {
            return primitive(primitive);
        }
        if (type instanceof DecimalType decimal) {
            return Types.DecimalType.of(decimal.precision(), decimal.scale());
        }
        if (type instanceof TimestampType timestamp) {
            return timestamp.utc() ? Types.TimestampType.withZone() : Types.TimestampType.withoutZone();
        }
        if (type instanceof ListType list) {
            int element = ids.next();
            Type of = type(list.element());
            return list.elementNullable()
                    ? Types.ListType.ofOptional(element, of)
                    : Types.ListType.ofRequired(element, of);
        }
        if (type instanceof MapType map) {
            return map(map);
        }
        List<NestedField> fields =
                ((StructType) type).fields().stream().map(this::field).toList();
        return Types.StructType.of(fields);
    }

    private Type map(MapType map) {
        int keyId = ids.next();
        Type key = type(map.key());
        int valueId = ids.next();
        Type value = type(map.value());
        return map.valueNullable()
                ? Types.MapType.ofOptional(keyId, valueId, key, value)
                : Types.MapType.ofRequired(keyId, valueId, key, value);
    }

    private static Type primitive(PrimitiveType type) {
        return switch (type) {
            case INT -> Types.IntegerType.get();
            case LONG -> Types.LongType.get();
            case STRING -> Types.StringType.get();
            case BYTEARRAY -> Types.BinaryType.get();
            case FLOAT -> Types.FloatType.get();
            case DOUBLE -> Types.DoubleType.get();
            case BOOLEAN -> Types.BooleanType.get();
            case DATE -> Types.DateType.get();
        };
    }
}
