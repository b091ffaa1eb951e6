package sleeper.sort.schema;

import java.util.List;

/**
 * A leaf column of a table: a field, or what is left of one when lists, maps and structs are taken apart.
 *
 * @param index         position among the table's leaf columns
 * @param id            by which readers know it, as {@code FieldIds} has it
 * @param path          names from the field down, as the table's files have them
 * @param type          how it is stored
 * @param maxDefinition optional and repeated nodes on the path
 * @param maxRepetition repeated nodes on the path
 */
public record LeafColumn(int index, int id, List<String> path, LeafType type, int maxDefinition, int maxRepetition) {
    public LeafColumn {
        path = List.copyOf(path);
    }

    /** @return whether a row's values are held as one cell of levels and leaves */
    public boolean isNested() {
        return path.size() > 1;
    }

    /** @return whether a row may lack a value, and is marked so in the vector; nested columns keep that inside their cells */
    public boolean isNullable() {
        return !isNested() && maxDefinition > 0;
    }

    public Storage storage() {
        return isNested() ? Storage.BYTES : type.storage();
    }

    public String name() {
        return String.join(".", path);
    }
}
