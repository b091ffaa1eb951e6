package sleeper.core.schema;

/** The type of a field. Closed: each new kind must decide how it is decoded, compared and encoded. */
public sealed interface FieldType permits PrimitiveType, DecimalType, TimestampType, ListType, MapType, StructType {
    /** @return the type as a person writes it, such as {@code decimal(10,2)} */
    String describe();
}
