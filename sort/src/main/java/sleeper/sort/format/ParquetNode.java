package sleeper.sort.format;

import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * A node of a file's schema.
 *
 * @param element       the node as stored
 * @param children      its children; empty for a leaf
 * @param leafIndex     position among the leaves, which is that of its column chunk; -1 for a group
 * @param maxDefinition optional and repeated nodes from the root down to this one
 * @param maxRepetition repeated nodes from the root down to this one
 */
public record ParquetNode(
        SchemaElement element, List<ParquetNode> children, int leafIndex, int maxDefinition, int maxRepetition) {
    public ParquetNode {
        children = List.copyOf(children);
    }

    public String name() {
        return element.getName();
    }

    public boolean isLeaf() {
        return leafIndex >= 0;
    }

    /** @return how the leaf's values are stored */
    public Type type() {
        return element.getType();
    }

    public boolean isOptional() {
        return element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
    }

    public boolean isRepeated() {
        return element.getRepetition_type() == FieldRepetitionType.REPEATED;
    }

    public boolean isConverted(ConvertedType type) {
        return element.getConverted_type() == type;
    }

    public Optional<ParquetNode> child(String name) {
        return children.stream().filter(child -> child.name().equals(name)).findFirst();
    }
}
