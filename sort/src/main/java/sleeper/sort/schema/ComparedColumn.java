package sleeper.sort.schema;

/**
 * A column that the file has and whose value is known beforehand: a row with another one is refused.
 *
 * @param mapping  where the file has it; not nested
 * @param expected what every row must have
 * @param source   where that comes from, for messages
 */
public record ComparedColumn(ColumnMapping mapping, ConstantColumn expected, String source) implements ColumnInput {
    @Override
    public LeafColumn column() {
        return mapping.column();
    }
}
