package sleeper.core.schema;

import java.util.List;

/** The type of a field. Closed: each new kind must decide how it is decoded, compared and encoded. */
public sealed interface FieldType permits PrimitiveType, DecimalType, TimestampType, ListType, MapType, StructType {
    /** @return the type as a person writes it, such as {@code decimal(10,2)} */
    String describe();

    /** @return the types of its parts, in order: a list's element, a map's key and value, a struct's fields; none for one column */
    default List<FieldType> parts() {
        return List.of();
    }
}
