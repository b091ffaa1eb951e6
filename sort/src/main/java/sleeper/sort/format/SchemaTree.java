package sleeper.sort.format;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import sleeper.sort.fault.BadInputException;

/**
 * Builds the tree of a file's schema from the list, depth first, that a footer holds: each group says how many children
 * follow it. Depth and size are bounded, and a list that ends early or has something left over is refused.
 *
 * <p>Format: {@code SchemaElement} in parquet.thrift.
 */
final class SchemaTree {
    private final List<SchemaElement> elements;
    private int next;
    private int leaves;

    private SchemaTree(List<SchemaElement> elements) {
        this.elements = elements;
    }

    /** @throws BadInputException if the list is no tree, or larger than the limits */
    static ParquetNode of(List<SchemaElement> elements) {
        if (elements == null || elements.isEmpty()) {
            throw BadInputException.corrupt("a footer without a schema", "a schema");
        }
        SchemaTree tree = new SchemaTree(elements);
        ParquetNode root = tree.node(0, 0, 0);
        if (tree.next != elements.size() || root.isLeaf()) {
            throw BadInputException.corrupt("a schema that is not one tree", "one root with all columns below it");
        }
        return root;
    }

    private ParquetNode node(int depth, int definition, int repetition) {
        if (next >= elements.size()) {
            throw BadInputException.corrupt("a schema with fewer columns than it declares", "");
        }
        if (depth > FormatLimits.DEPTH) {
            throw BadInputException.limit("columns nested deeper than " + depth, "at most " + FormatLimits.DEPTH);
        }
        SchemaElement element = elements.get(next++);
        FieldRepetitionType repeats = element.getRepetition_type();
        boolean root = depth == 0;
        if (element.getName() == null || (!root && repeats == null)) {
            throw BadInputException.corrupt("a column without a name or repetition in the schema", "");
        }
        int maxDefinition = root || repeats == FieldRepetitionType.REQUIRED ? definition : definition + 1;
        int maxRepetition = !root && repeats == FieldRepetitionType.REPEATED ? repetition + 1 : repetition;
        if (element.isSetType() && element.getType() != null) {
            return leaf(element, maxDefinition, maxRepetition);
        }
        List<ParquetNode> children = new ArrayList<>();
        for (int i = 0; i < element.getNum_children(); i++) {
            children.add(node(depth + 1, maxDefinition, maxRepetition));
        }
        return new ParquetNode(element, children, -1, maxDefinition, maxRepetition);
    }

    private ParquetNode leaf(SchemaElement element, int maxDefinition, int maxRepetition) {
        if (leaves >= FormatLimits.COLUMNS) {
            throw BadInputException.limit("more than " + leaves + " columns", "at most " + FormatLimits.COLUMNS);
        }
        if (element.isSetNum_children() && element.getNum_children() > 0) {
            throw BadInputException.corrupt("a column of the schema with a type and children", "one of both");
        }
        int length = element.getType_length();
        if (element.getType() == Type.FIXED_LEN_BYTE_ARRAY && (length <= 0 || length > FormatLimits.VALUE_BYTES)) {
            throw BadInputException.limit(
                    "values of " + length + " bytes in the schema", "1 to " + FormatLimits.VALUE_BYTES);
        }
        return new ParquetNode(element, List.of(), leaves++, maxDefinition, maxRepetition);
    }
}
