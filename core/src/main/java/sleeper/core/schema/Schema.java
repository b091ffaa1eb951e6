package sleeper.core.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sleeper.core.util.Require;

/**
 * The fields of a table. Rows are ordered by the row keys, then the sort keys; the table is partitioned by the row keys.
 *
 * @param rowKeyFields  one or more; each of a key type, never nullable
 * @param sortKeyFields none or more; each of a key type, never nullable
 * @param valueFields   none or more
 * @param ids           the number of each field and of each part of one
 * @throws IllegalArgumentException if a key field is nullable or not of a key type, two fields share a name, or there are not as many
 *                                  ids as the fields take
 */
public record Schema(List<Field> rowKeyFields, List<Field> sortKeyFields, List<Field> valueFields, FieldIds ids) {
    public Schema {
        rowKeyFields = Require.notEmpty("rowKeyFields", rowKeyFields);
        sortKeyFields = List.copyOf(sortKeyFields);
        valueFields = List.copyOf(valueFields);
        Stream.concat(rowKeyFields.stream(), sortKeyFields.stream()).forEach(Schema::checkKey);
        List<String> names = allOf(rowKeyFields, sortKeyFields, valueFields).stream()
                .map(Field::name)
                .toList();
        Require.that(names.stream().distinct().count() == names.size(), "field names must be distinct: " + names);
        int nodes = allOf(rowKeyFields, sortKeyFields, valueFields).stream()
                .mapToInt(field -> FieldIds.nodes(field.type()))
                .sum();
        Require.that(ids.depthFirst().size() == nodes, ids.depthFirst().size() + " field ids for " + nodes);
    }

    /** The schema of a new table: its fields are numbered in column order. */
    public Schema(List<Field> rowKeyFields, List<Field> sortKeyFields, List<Field> valueFields) {
        this(rowKeyFields, sortKeyFields, valueFields, FieldIds.of(allOf(rowKeyFields, sortKeyFields, valueFields)));
    }

    /** @return the same with a value field more, the last, under a new id */
    public Schema with(Field valueField) {
        List<Field> values = new ArrayList<>(valueFields);
        values.add(valueField);
        return new Schema(rowKeyFields, sortKeyFields, values, ids.and(List.of(valueField)));
    }

    private static List<Field> allOf(List<Field> rowKeys, List<Field> sortKeys, List<Field> values) {
        return Stream.of(rowKeys, sortKeys, values).flatMap(List::stream).toList();
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
        return allOf(rowKeyFields, sortKeyFields, valueFields);
    }

    /** @return the types of the row key fields, in order */
    public List<PrimitiveType> rowKeyTypes() {
        return rowKeyFields.stream().map(field -> (PrimitiveType) field.type()).toList();
    }
}
