package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.file.FolderValue;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.Schema;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.IngestSettings.ExtraColumns;
import sleeper.core.settings.IngestSettings.MissingColumns;
import sleeper.sort.format.ParquetNode;
import sleeper.sort.schema.ColumnDifference.Verdict;

/** Compares a file's columns with a table's, by name; the order of columns is free. */
public final class SchemaComparison {
    private SchemaComparison() {}

    /** As below, where folders say nothing of the file and neither side may lack a column of the other. */
    public static List<ColumnDifference> differences(Schema schema, ParquetNode root) {
        return differences(schema, root, ColumnRules.STRICT, List.of());
    }

    /**
     * @param folders what the file's folders say of the table's fields
     * @return one line for each field of the table, in its order, or one for each part of it in the file that no table can hold;
     *     then one for each column that only the file has
     */
    public static List<ColumnDifference> differences(
            Schema schema, ParquetNode root, ColumnRules rules, Collection<FolderValue> folders) {
        List<ColumnDifference> result = new ArrayList<>();
        boolean nullMissing = rules.missing() == MissingColumns.NULL;
        List<ParquetNode> extra = extraColumns(schema, root);
        for (Field field : schema.allFields()) {
            List<ParquetNode> found = root.children().stream()
                    .filter(child -> child.name().equals(field.name()))
                    .toList();
            Optional<FolderValue> ofFolder = folders.stream()
                    .filter(value -> value.field().equals(field.name()))
                    .findFirst();
            if (found.isEmpty()) {
                result.add(ofFolder.map(value -> fromFolder(field, value))
                        .orElseGet(() -> nullMissing && field.nullable() ? nulls(field) : missing(field, extra)));
            } else if (found.size() > 1) {
                result.add(new ColumnDifference(
                        field.name(), Verdict.OTHER_TYPE, found.size() + " columns", describe(field), ""));
            } else {
                compare(field, found.get(0))
                        .forEach(compared -> result.add(
                                ofFolder.filter(value -> compared.verdict().isAccepted())
                                        .map(value -> toBeCompared(compared, value))
                                        .orElse(compared)));
            }
        }
        boolean ignoreExtra = rules.extra() == ExtraColumns.IGNORE;
        for (ParquetNode node : extra) {
            result.add(
                    ignoreExtra
                            ? new ColumnDifference(node.name(), Verdict.IGNORED, describe(node), "", "Not loaded.")
                            : new ColumnDifference(
                                    node.name(),
                                    Verdict.EXTRA,
                                    describe(node),
                                    "",
                                    "Leave the column out of the file, or set " + IngestSettings.EXTRA_COLUMNS.name()
                                            + " to ignore."));
        }
        return result;
    }

    /** @return a {@code SCHEMA_MISMATCH} for each difference that is not accepted; a bad folder has a fault of its own */
    public static List<Fault> faults(String file, List<ColumnDifference> differences) {
        return differences.stream()
                .filter(difference -> !difference.verdict().isAccepted() && difference.verdict() != Verdict.BAD_FOLDER)
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

    private static ColumnDifference fromFolder(Field field, FolderValue value) {
        String hint = "Each row gets " + value.shown() + ", as the file's folder has it.";
        return new ColumnDifference(field.name(), Verdict.FROM_FOLDER, "", describe(field), hint);
    }

    private static ColumnDifference toBeCompared(ColumnDifference compared, FolderValue value) {
        String hint = "Each value must be " + value.shown() + ", as the file's folder has it.";
        return new ColumnDifference(
                compared.column(),
                compared.verdict(),
                compared.inFile(),
                compared.inTable(),
                compared.hint().isEmpty() ? hint : compared.hint() + " " + hint,
                compared.warning());
    }

    private static ColumnDifference nulls(Field field) {
        return new ColumnDifference(field.name(), Verdict.NULLS, "", describe(field), "Each row gets a null.");
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
                .orElse(
                        field.nullable()
                                ? "Add the column to the file, or set " + IngestSettings.MISSING_COLUMNS.name()
                                        + " to null."
                                : "Add the column to the file.");
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
