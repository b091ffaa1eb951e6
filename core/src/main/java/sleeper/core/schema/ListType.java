package sleeper.core.schema;

import sleeper.core.util.Require;

/**
 * A list.
 *
 * @param element         type of each element
 * @param elementNullable whether an element may be null
 */
public record ListType(FieldType element, boolean elementNullable) implements FieldType {
    public ListType {
        Require.notNull("element", element);
    }

    @Override
    public String describe() {
        return "list<" + element.describe() + (elementNullable ? "?>" : ">");
    }
}
