package sleeper.core.table;

import java.util.Optional;
import sleeper.core.util.Require;

/**
 * What a data file holds of one column, as its footer says it: what a reader needs to pass over the file without opening it.
 *
 * @param fieldId   the column's number, as {@code FieldIds} has it
 * @param sizeBytes stored (compressed) bytes, 0 or more
 * @param values    values, nulls among them; in lists and maps one for each element, and one for each that is empty or null
 * @param nulls     nulls among them; a value is also null where a list, map or struct around it is
 * @param bounds    between which all others lie; empty where the file does not know it of all of them, and for what is inside lists and
 *                  maps
 */
public record ColumnMetrics(int fieldId, long sizeBytes, long values, long nulls, Optional<ValueBounds> bounds) {
    public ColumnMetrics {
        Require.atLeast("fieldId", fieldId, 1);
        Require.atLeast("sizeBytes", sizeBytes, 0);
        Require.atLeast("values", values, 0);
        Require.atLeast("nulls", nulls, 0);
        Require.notNull("bounds", bounds);
    }
}
