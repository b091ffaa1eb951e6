package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.parquet.format.LogicalType;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.Schema;
import sleeper.sort.format.ParquetNode;
import sleeper.sort.schema.ColumnDifference.Verdict;

/** Compares a file's columns with a table's, by name; the order of columns is free. */
public final class SchemaComparison {
    private SchemaComparison() {}

    /** @return one line for each field of the table, in its order, then one for each column that only the file has */
    public static List<ColumnDifference> differences(Schema schema, ParquetNode root) {
        List<ColumnDifference> result = new ArrayList<>();
        List<ParquetNode> extra = extraColumns(schema, root);
        for (Field field : schema.allFields()) {
            List<ParquetNode> found = root.children().stream()
                    .filter(child -> child.name().equals(field.name()))
                    .toList();
            if (found.isEmpty()) {
                result.add(missing(field, extra));
            } else if (found.size() > 1) {
                result.add(new ColumnDifference(
                        field.name(), Verdict.OTHER_TYPE, found.size() + " columns", describe(field), ""));
            } else {
                result.add(compare(field, found.get(0)));
            }
        }
        for (ParquetNode node : extra) {
            result.add(new ColumnDifference(
                    node.name(), Verdict.EXTRA, describe(node), "", "Leave the column out of the file."));
        }
        return result;
    }

    /** @return a {@code SCHEMA_MISMATCH} for each difference that is not accepted */
    public static List<Fault> faults(String file, List<ColumnDifference> differences) {
        return differences.stream()
                .filter(difference -> !difference.verdict().isAccepted())
                .map(difference -> fault(file, difference))
                .toList();
    }

    private static Fault fault(String file, ColumnDifference difference) {
        String found = switch (difference.verdict()) {
            case MISSING -> "no such column";
            case EXTRA -> "a column that the table lacks: " + difference.inFile();
            case NARROWING -> difference.inFile() + ", whose values may not fit";
            default -> difference.inFile();
        };
        String action = difference.hint().isEmpty() ? ErrorCode.SCHEMA_MISMATCH.action() : difference.hint();
        return new Fault(
                ErrorCode.SCHEMA_MISMATCH,
                file + ", column '" + difference.column() + "'",
                found,
                difference.inTable(),
                action,
                FaultLocation.ofFile(file).inColumn(difference.column()));
    }

    private static List<ParquetNode> extraColumns(Schema schema, ParquetNode root) {
        Map<String, Field> known = schema.allFields().stream().collect(Collectors.toMap(Field::name, field -> field));
        return root.children().stream()
                .filter(child -> !known.containsKey(child.name()))
                .toList();
    }

    private static ColumnDifference missing(Field field, List<ParquetNode> extra) {
        Optional<ParquetNode> sameName = extra.stream()
                .filter(node -> node.name().equalsIgnoreCase(field.name()))
                .findFirst();
        List<ParquetNode> sameType = extra.stream()
                .filter(node -> FileType.of(node)
                        .filter(type -> accepts(field.type(), type))
                        .isPresent())
                .toList();
        Optional<ParquetNode> renamed =
                sameName.isPresent() || sameType.size() != 1 ? sameName : Optional.of(sameType.get(0));
        String hint = renamed.map(node -> "Rename the file's column '" + node.name() + "' to '" + field.name() + "'.")
                .orElse("Add the column to the file.");
        return new ColumnDifference(field.name(), Verdict.MISSING, "", describe(field), hint);
    }

    private static ColumnDifference compare(Field field, ParquetNode node) {
        Optional<FieldType> found = FileType.of(node);
        String inFile = describe(node);
        String inTable = describe(field);
        if (found.isEmpty()) {
            return new ColumnDifference(field.name(), Verdict.OTHER_TYPE, inFile, inTable, "");
        }
        List<String> notes = FileNotes.of(node);
        if (notes.isEmpty() && found.get().equals(field.type()) && node.isOptional() == field.nullable()) {
            return new ColumnDifference(field.name(), Verdict.SAME, inFile, inTable, "");
        }
        if (accepts(field.type(), found.get())) {
            return new ColumnDifference(
                    field.name(), Verdict.ACCEPTED, inFile, inTable, acceptedHint(field, node, notes));
        }
        Verdict verdict = accepts(found.get(), field.type()) ? Verdict.NARROWING : Verdict.OTHER_TYPE;
        return new ColumnDifference(field.name(), verdict, inFile, inTable, "");
    }

    private static String acceptedHint(Field field, ParquetNode node, List<String> notes) {
        List<String> parts = new ArrayList<>(notes);
        if (node.isOptional() && !field.nullable()) {
            parts.add("a null in it is refused");
        }
        return "Accepted; " + (parts.isEmpty() ? "nothing is lost" : String.join("; ", parts)) + ".";
    }

    /** @return whether every value of the file's type is one of the table's; nulls aside */
    private static boolean accepts(FieldType table, FieldType file) {
        return TypeWidening.isLossless(file, table);
    }

    private static String describe(Field field) {
        return (field.nullable() ? "nullable " : "required ") + field.type().describe();
    }

    /** @return the node's type in words: ours where a table can hold it, else as the file has it */
    static String describe(ParquetNode node) {
        String repeats = node.isOptional() ? "nullable " : "required ";
        return repeats + FileType.of(node).map(FieldType::describe).orElseGet(() -> storedType(node));
    }

    private static String storedType(ParquetNode node) {
        String type = node.isLeaf() ? node.type().name() : "group";
        if (node.element().isSetLogicalType()) {
            return type + " " + meaning(node.element().getLogicalType());
        }
        return node.element().isSetConverted_type() && node.element().getConverted_type() != null
                ? type + " " + node.element().getConverted_type()
                : type;
    }

    private static String meaning(LogicalType type) {
        if (type.isSetINTEGER()) {
            String sign = type.getINTEGER().isIsSigned() ? "" : ", unsigned";
            return "INTEGER(" + type.getINTEGER().getBitWidth() + sign + ")";
        }
        return type.getSetField() == null
                ? "of an unknown meaning"
                : type.getSetField().getFieldName();
    }
}
