package sleeper.core.schema;

import java.util.List;
import java.util.stream.Stream;
import sleeper.core.util.Require;

/**
 * The fields of a table. Rows are ordered by the row keys, then the sort keys; the table is partitioned by the row keys.
 *
 * @param rowKeyFields  one or more; each of a key type, never nullable
 * @param sortKeyFields none or more; each of a key type, never nullable
 * @param valueFields   none or more
 * @throws IllegalArgumentException if a key field is nullable or not of a key type, or two fields share a name
 */
public record Schema(List<Field> rowKeyFields, List<Field> sortKeyFields, List<Field> valueFields) {
    public Schema {
        rowKeyFields = Require.notEmpty("rowKeyFields", rowKeyFields);
        sortKeyFields = List.copyOf(sortKeyFields);
        valueFields = List.copyOf(valueFields);
        Stream.concat(rowKeyFields.stream(), sortKeyFields.stream()).forEach(Schema::checkKey);
        List<String> names = Stream.of(rowKeyFields, sortKeyFields, valueFields)
                .flatMap(List::stream)
                .map(Field::name)
                .toList();
        Require.that(names.stream().distinct().count() == names.size(), "field names must be distinct: " + names);
    }

    private static void checkKey(Field field) {
        Require.that(!field.nullable(), "key field '" + field.name() + "' must not be nullable");
        Require.that(
                field.type() instanceof PrimitiveType type && type.isKeyType(),
                "key field '" + field.name() + "' is " + field.type().describe()
                        + "; allowed: int, long, string, bytearray");
    }

    /** @return row keys, then sort keys: the order of a table's rows */
    public List<Field> keyFields() {
        return Stream.concat(rowKeyFields.stream(), sortKeyFields.stream()).toList();
    }

    /** @return all fields in column order: row keys, sort keys, values */
    public List<Field> allFields() {
        return Stream.of(rowKeyFields, sortKeyFields, valueFields)
                .flatMap(List::stream)
                .toList();
    }

    /** @return the types of the row key fields, in order */
    public List<PrimitiveType> rowKeyTypes() {
        return rowKeyFields.stream().map(field -> (PrimitiveType) field.type()).toList();
    }
}
