package sleeper.iceberg;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.types.Types.NestedField;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.core.schema.ViewColumns;
import sleeper.core.util.Require;

/**
 * A table's schema as its view has it: the same names and nesting, under the ids that are in the table's files.
 *
 * @param table   the table's own
 * @param columns those that the view has, in column order
 * @param leftOut names of those that it lacks, as {@link ViewColumns} says
 */
record ViewSchema(Schema table, List<NestedField> columns, Set<String> leftOut) {
    ViewSchema {
        Require.notNull("table", table);
        columns = List.copyOf(columns);
        leftOut = Set.copyOf(leftOut);
    }

    static ViewSchema of(Schema table) {
        Set<String> leftOut = ViewColumns.namesLeftOut(table);
        List<NestedField> columns = new ArrayList<>();
        Iterator<Integer> ids = table.ids().depthFirst().iterator();
        for (Field field : table.allFields()) {
            NestedField column = new ViewTypes(ids).field(field);
            if (!leftOut.contains(field.name())) {
                columns.add(column);
            }
        }
        return new ViewSchema(table, columns, leftOut);
    }

    /** @return the key columns that the view has, up to the first that it lacks: by these the rows of each file are sorted */
    List<String> sortedBy() {
        List<String> names = new ArrayList<>();
        for (Field key : table.keyFields()) {
            if (leftOut.contains(key.name())) {
                break;
            }
            names.add(key.name());
        }
        return names;
    }
}
