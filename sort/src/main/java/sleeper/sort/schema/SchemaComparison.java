package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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

    /**
     * @return one line for each field of the table, in its order, or one for each part of it in the file that no table can hold;
     *     then one for each column that only the file has
     */
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
                result.addAll(compare(field, found.get(0)));
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

    /** @return clauses that name a column and say what the sender of a job should know of it */
    public static List<String> warnings(List<ColumnDifference> differences) {
        return differences.stream()
                .filter(difference -> !difference.warning().isEmpty())
                .map(difference -> "column '" + difference.column() + "': " + difference.warning())
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
                .filter(node -> Unsupported.in(node).isEmpty()
                        && Acceptance.of(field, node).isPresent())
                .toList();
        Optional<ParquetNode> renamed =
                sameName.isPresent() || sameType.size() != 1 ? sameName : Optional.of(sameType.get(0));
        String hint = renamed.map(node -> "Rename the file's column '" + node.name() + "' to '" + field.name() + "'.")
                .orElse("Add the column to the file.");
        return new ColumnDifference(field.name(), Verdict.MISSING, "", describe(field), hint);
    }

    private static List<ColumnDifference> compare(Field field, ParquetNode node) {
        String inTable = describe(field);
        List<Unsupported> unsupported = Unsupported.in(node);
        if (!unsupported.isEmpty()) {
            return unsupported.stream()
                    .map(part -> new ColumnDifference(part.path(), Verdict.OTHER_TYPE, part.found(), inTable, ""))
                    .toList();
        }
        FieldType found = FileType.of(node).orElseThrow();
        Optional<Acceptance> accepted = Acceptance.of(field, node);
        if (accepted.isPresent()) {
            List<String> notes = accepted.get().notes();
            boolean same = notes.isEmpty() && found.equals(field.type()) && node.isOptional() == field.nullable();
            return List.of(new ColumnDifference(
                    field.name(),
                    same ? Verdict.SAME : Verdict.ACCEPTED,
                    describe(node),
                    inTable,
                    same ? "" : acceptedHint(field, node, notes),
                    accepted.get().warning()));
        }
        Verdict verdict = TypeWidening.isLossless(field.type(), found) ? Verdict.NARROWING : Verdict.OTHER_TYPE;
        return List.of(new ColumnDifference(field.name(), verdict, describe(node), inTable, refusedHint(node)));
    }

    private static String acceptedHint(Field field, ParquetNode node, List<String> notes) {
        List<String> parts = new ArrayList<>(notes);
        if (node.isOptional() && !field.nullable()) {
            parts.add("a null in it is refused");
        }
        return "Accepted; " + (parts.isEmpty() ? "nothing is lost" : String.join("; ", parts)) + ".";
    }

    private static String refusedHint(ParquetNode node) {
        return Acceptance.isUntyped(node)
                ? "All values of the column are null; fill them, or make the field nullable, if it is no key."
                : "";
    }

    private static String describe(Field field) {
        return (field.nullable() ? "nullable " : "required ") + field.type().describe();
    }

    /** @return the node's type in words: ours where that is the same, else as the file has it */
    static String describe(ParquetNode node) {
        boolean stored = node.isLeaf()
                && FileLeaf.of(node)
                        .filter(leaf -> leaf.meaning() == FileLeaf.Meaning.OURS)
                        .isEmpty();
        Optional<FieldType> type = stored ? Optional.empty() : FileType.of(node);
        String repeats = node.isOptional() ? "nullable " : "required ";
        return type.map(found -> repeats + found.describe()).orElseGet(() -> Unsupported.stored(node));
    }
}
