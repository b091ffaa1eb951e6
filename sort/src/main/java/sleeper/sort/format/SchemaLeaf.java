package sleeper.sort.format;

import java.util.ArrayList;
import java.util.List;

/**
 * A leaf of a file's schema with its way down to it.
 *
 * @param path names from the root, which has none, down to the leaf
 * @param node the leaf
 */
record SchemaLeaf(List<String> path, ParquetNode node) {
    /** @return the leaves in their order, which is that of a row group's chunks; annotations are checked on the way */
    static List<SchemaLeaf> of(ParquetNode root) {
        List<SchemaLeaf> leaves = new ArrayList<>();
        root.children().forEach(child -> add(List.of(), child, leaves));
        return leaves;
    }

    private static void add(List<String> above, ParquetNode node, List<SchemaLeaf> into) {
        List<String> names = new ArrayList<>(above);
        names.add(node.name());
        List<String> path = List.copyOf(names);
        Annotations.check(String.join(".", path), node.element());
        if (node.isLeaf()) {
            into.add(new SchemaLeaf(path, node));
        }
        node.children().forEach(child -> add(path, child, into));
    }

    /** @return the path in words */
    String name() {
        return String.join(".", path);
    }
}
