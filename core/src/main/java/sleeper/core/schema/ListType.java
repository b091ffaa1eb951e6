package sleeper.core.schema;

import java.util.List;
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
    public List<FieldType> parts() {
        return List.of(element);
    }

    @Override
    public String describe() {
        return "list<" + element.describe() + (elementNullable ? "?>" : ">");
    }
}
