package sleeper.core.schema;

import java.util.List;
import java.util.stream.Collectors;
import sleeper.core.util.Require;

/**
 * Named fields inside a field.
 *
 * @param fields one or more, with distinct names
 */
public record StructType(List<Field> fields) implements FieldType {
    public StructType {
        fields = Require.notEmpty("fields", fields);
        Require.that(
                fields.stream().map(Field::name).distinct().count() == fields.size(),
                "a struct's field names must be distinct");
    }

    @Override
    public List<FieldType> parts() {
        return fields.stream().map(Field::type).toList();
    }

    @Override
    public String describe() {
        return fields.stream()
                .map(field -> field.name() + ":" + field.type().describe() + (field.nullable() ? "?" : ""))
                .collect(Collectors.joining(",", "struct<", ">"));
    }
}
