package sleeper.sort.schema;

import java.util.Optional;
import sleeper.sort.column.Vector;

/**
 * A column that has the same value in every row of a file, or a null, and that the file need not have.
 *
 * @param column the table's column; nullable, or inside a nullable field, if there is no value
 * @param value  one row of the column's storage; empty for a null of the whole field
 */
public record ConstantColumn(LeafColumn column, Optional<Vector> value) implements ColumnInput {}
