package sleeper.sort.schema;

import org.apache.parquet.format.ConvertedType;
import sleeper.sort.format.ParquetNode;

/**
 * Lists and maps in a file's schema, also as older writers made them. Rules: LogicalTypes.md, "Nested types" and its
 * backward-compatibility rules.
 */
final class Nesting {
    private Nesting() {}

    static boolean isList(ParquetNode node) {
        boolean annotated = node.element().isSetLogicalType()
                ? node.element().getLogicalType().isSetLIST()
                : node.isConverted(ConvertedType.LIST);
        return annotated
                && node.children().size() == 1
                && node.children().get(0).isRepeated();
    }

    static boolean isMap(ParquetNode node) {
        boolean annotated = node.element().isSetLogicalType()
                ? node.element().getLogicalType().isSetMAP()
                : node.isConverted(ConvertedType.MAP) || node.isConverted(ConvertedType.MAP_KEY_VALUE);
        return annotated
                && node.children().size() == 1
                && node.children().get(0).isRepeated()
                && node.children().get(0).children().size() == 2;
    }

    /** @return the node that stands for an element: the child of the repeated node, or in old files that node itself */
    static ParquetNode listElement(ParquetNode list) {
        ParquetNode repeated = list.children().get(0);
        boolean isElement = repeated.isLeaf()
                || repeated.children().size() != 1
                || repeated.name().equals("array")
                || repeated.name().equals(list.name() + "_tuple");
        return isElement ? repeated : repeated.children().get(0);
    }
}
