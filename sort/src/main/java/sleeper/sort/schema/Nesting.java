package sleeper.sort.schema;

import org.apache.parquet.format.ConvertedType;
import sleeper.sort.format.ParquetNode;

/**
 * Lists and maps in a file's schema, also as older writers made them. A node's own repetition is dealt with by the caller: a
 * repeated node that no list or map contains is a list of what it is otherwise. Rules:
 * <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">LogicalTypes.md</a>, "Nested types" and its
 * backward-compatibility rules.
 */
final class Nesting {
    private Nesting() {}

    static boolean isList(ParquetNode node) {
        return (isCalledList(node) && hasOneRepeatedChild(node)) || isMapWithoutValues(node);
    }

    static boolean isMap(ParquetNode node) {
        return isCalledMap(node)
                && hasOneRepeatedChild(node)
                && node.children().get(0).children().size() == 2;
    }

    /** @return whether the node is a map whose entries have keys only, which stands for the list of its keys */
    static boolean isMapWithoutValues(ParquetNode node) {
        return isCalledMap(node)
                && hasOneRepeatedChild(node)
                && node.children().get(0).children().size() == 1
                && !node.children().get(0).children().get(0).isRepeated();
    }

    /** @return the node that stands for an element: the child of the repeated node, or in old files that node itself */
    static ParquetNode listElement(ParquetNode list) {
        ParquetNode repeated = list.children().get(0);
        boolean isElement = repeated.isLeaf()
                || repeated.children().size() != 1
                || repeated.children().get(0).isRepeated()
                || (!isMapWithoutValues(list) && isElementByItsName(list, repeated));
        return isElement ? repeated : repeated.children().get(0);
    }

    private static boolean isElementByItsName(ParquetNode list, ParquetNode repeated) {
        return repeated.name().equals("array") || repeated.name().equals(list.name() + "_tuple");
    }

    private static boolean hasOneRepeatedChild(ParquetNode node) {
        return node.children().size() == 1 && node.children().get(0).isRepeated();
    }

    private static boolean isCalledList(ParquetNode node) {
        return node.element().isSetLogicalType()
                ? node.element().getLogicalType().isSetLIST()
                : node.isConverted(ConvertedType.LIST);
    }

    private static boolean isCalledMap(ParquetNode node) {
        return node.element().isSetLogicalType()
                ? node.element().getLogicalType().isSetMAP()
                : node.isConverted(ConvertedType.MAP) || node.isConverted(ConvertedType.MAP_KEY_VALUE);
    }
}
