package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import sleeper.sort.format.ParquetNode;

/**
 * A column, or a part of one, that no table can hold.
 *
 * @param path    names from the column down to the part, as the file has them, with points between
 * @param found   what the part is
 * @param allowed what may stand there
 */
record Unsupported(String path, String found, String allowed) {
    private static final String HELD =
            "int, long, string, bytearray, float, double, boolean, date, timestamp, decimal, list, map, struct";

    /** @return all such parts of a column, in the schema's order; none if a table can hold it */
    static List<Unsupported> in(ParquetNode column) {
        List<Unsupported> found = new ArrayList<>();
        collect(column, column.name(), found);
        return found;
    }

    /** @return whether it is the type that no table has, and not the name */
    boolean isOfForeignType() {
        return allowed.equals(HELD);
    }

    private static void collect(ParquetNode node, String path, List<Unsupported> into) {
        if (node.name().isBlank()) {
            into.add(new Unsupported(path, "a column without a name", "a name"));
        } else if (node.isLeaf()) {
            if (FileLeaf.of(node).isEmpty()) {
                into.add(new Unsupported(path, stored(node), HELD));
            }
        } else if (isOfUnknownKind(node)) {
            into.add(new Unsupported(path, stored(node), HELD));
        } else if (node.children().isEmpty()) {
            into.add(new Unsupported(path, "a group without columns", HELD));
        } else {
            Set<String> names = new HashSet<>();
            for (ParquetNode child : node.children()) {
                String childPath = path + "." + child.name();
                if (!names.add(child.name())) {
                    into.add(new Unsupported(childPath, "a name that is there twice", "distinct names"));
                }
                collect(child, childPath, into);
            }
        }
    }

    /** A group that is annotated as something else than what lists, maps and their entries are annotated as. */
    private static boolean isOfUnknownKind(ParquetNode group) {
        SchemaElement element = group.element();
        return element.isSetLogicalType()
                && !element.getLogicalType().isSetLIST()
                && !element.getLogicalType().isSetMAP();
    }

    /** @return a node's repetition and type, as the file has them */
    static String stored(ParquetNode node) {
        String repeats = node.isOptional() ? "nullable " : node.isRepeated() ? "repeated " : "required ";
        String type = node.isLeaf() ? node.type().name() : "group";
        return repeats + type + annotation(node.element());
    }

    private static String annotation(SchemaElement element) {
        if (element.isSetLogicalType()) {
            return " " + meaning(element.getLogicalType());
        }
        if (!element.isSetConverted_type()) {
            return "";
        }
        return element.getConverted_type() == ConvertedType.DECIMAL
                ? " DECIMAL(" + element.getPrecision() + "," + element.getScale() + ")"
                : " " + element.getConverted_type();
    }

    private static String meaning(LogicalType type) {
        if (type.isSetINTEGER()) {
            String sign = type.getINTEGER().isIsSigned() ? "" : ", unsigned";
            return "INTEGER(" + type.getINTEGER().getBitWidth() + sign + ")";
        }
        if (type.isSetDECIMAL()) {
            return "DECIMAL(" + type.getDECIMAL().getPrecision() + ","
                    + type.getDECIMAL().getScale() + ")";
        }
        if (type.isSetTIME() && type.getTIME().getUnit() != null) {
            return "TIME(" + type.getTIME().getUnit().getSetField() + ")";
        }
        return type.getSetField() == null
                ? "of an unknown meaning"
                : type.getSetField().getFieldName();
    }
}
