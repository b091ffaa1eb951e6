package sleeper.sort.schema;

import java.util.List;
import sleeper.core.schema.FieldType;
import sleeper.sort.format.ParquetNode;

/**
 * Where a table's leaf column comes from in a file.
 *
 * @param column     the table's column
 * @param type       its type in the table
 * @param source     the file's leaf
 * @param levels     for each definition level of the file the table's; {@link #FORBIDDEN} where the file has a null that the
 *                   table may not hold
 * @param conversion what is done to the values
 */
public record ColumnMapping(
        LeafColumn column, FieldType type, ParquetNode source, List<Integer> levels, Conversion conversion)
        implements ColumnInput {
    /** Stands for a definition level that is a null in a required place. */
    public static final int FORBIDDEN = -1;
}
