package sleeper.core.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import sleeper.core.util.Require;

/**
 * The numbers by which other engines know a table's fields, and the parts of lists, maps and structs. A number belongs to one field for
 * as long as there is the table, and is never given again, so that a reader finds a column also where names change or come back.
 *
 * <p>Parquet writes it as {@code field_id}. Apache Iceberg finds columns by it: <a
 * href="https://iceberg.apache.org/spec/#column-projection">Column Projection</a>.
 *
 * @param depthFirst one for each field and each part of one: a field, then what is in it, then the next field, in column order. A list
 *                   is followed by its element, a map by its key and its value, a struct by its fields
 * @param last       the greatest number that was ever given
 */
public record FieldIds(List<Integer> depthFirst, int last) {
    public FieldIds {
        depthFirst = List.copyOf(depthFirst);
        int most = depthFirst.stream().mapToInt(Integer::intValue).max().orElse(0);
        Require.that(
                depthFirst.stream().allMatch(id -> id >= 1) && new HashSet<>(depthFirst).size() == depthFirst.size(),
                "field ids must be distinct and 1 or more: " + depthFirst);
        Require.that(last >= most, "the last field id is " + last + ", and " + most + " was given");
    }

    /** @return the ids of a new table: 1 for the first node, and so on */
    public static FieldIds of(List<Field> fields) {
        return new FieldIds(List.of(), 0).and(fields);
    }

    /** @return these, and behind them new ones for fields that come after all others */
    public FieldIds and(List<Field> fields) {
        int count = fields.stream().mapToInt(field -> nodes(field.type())).sum();
        List<Integer> ids = new ArrayList<>(depthFirst);
        IntStream.rangeClosed(last + 1, last + count).forEach(ids::add);
        return new FieldIds(ids, last + count);
    }

    /** @return how many ids a type takes: one for itself, and those of its parts */
    public static int nodes(FieldType type) {
        return 1 + type.parts().stream().mapToInt(FieldIds::nodes).sum();
    }
}
