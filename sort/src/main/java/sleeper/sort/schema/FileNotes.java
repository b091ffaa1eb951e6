package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sleeper.sort.format.ParquetNode;

/** What people are to know of how a column's values are taken, where that is not plain from its type. */
final class FileNotes {
    private FileNotes() {}

    /** @return for each thing to know of a column, or of what is inside it, a clause; none or more */
    static List<String> of(ParquetNode column) {
        Set<String> notes = new LinkedHashSet<>();
        collect(column, notes);
        return new ArrayList<>(notes);
    }

    private static void collect(ParquetNode node, Set<String> notes) {
        if (Nesting.isMapWithoutValues(node)) {
            notes.add("a map without values is loaded as the list of its keys");
        }
        node.children().forEach(child -> collect(child, notes));
    }
}
