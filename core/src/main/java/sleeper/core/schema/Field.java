package sleeper.core.schema;

import sleeper.core.util.Require;

/**
 * A named field.
 *
 * @param name     the column's name, compared case-sensitively; never blank
 * @param type     its type
 * @param nullable whether a row may lack a value; never for a key field
 */
public record Field(String name, FieldType type, boolean nullable) {
    public Field {
        Require.notBlank("field name", name);
        Require.notNull("type", type);
    }

    public static Field required(String name, FieldType type) {
        return new Field(name, type, false);
    }

    public static Field nullable(String name, FieldType type) {
        return new Field(name, type, true);
    }
}
