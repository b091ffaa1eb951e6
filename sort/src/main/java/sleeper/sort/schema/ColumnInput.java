package sleeper.sort.schema;

/** Where the values of a table's leaf column come from in an input file. Closed on purpose: reading must know each kind. */
public sealed interface ColumnInput permits ColumnMapping, ConstantColumn, ComparedColumn {
    /** @return the table's column */
    LeafColumn column();
}
