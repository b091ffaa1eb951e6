package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.SchemaLimits;
import sleeper.sort.format.ParquetNode;

/** Reads a table's schema off Parquet files, given which columns are keys. */
public final class SchemaOfParquet {
    private static final String RENAME = "Write the file again with a name of its own for each column.";
    private static final String DIFFERENT =
            "Leave the column out (demo: --exclude), or make a table from the newest files alone"
                    + " and load the others with sleeper.table.ingest.missing.columns=null.";
    private static final String CHOOSE = "Choose another key column.";
    private static final String LEAVE_OUT = "Leave the column out (demo: --exclude; jobs of a table that lacks it:"
            + " sleeper.table.ingest.extra.columns=ignore), or write it as one of these types.";

    private SchemaOfParquet() {}

    /**
     * @param files    for each file its name, for messages, and the root of its schema; at least one
     * @param rowKeys  names of the row key columns; at least one
     * @param sortKeys names of the sort key columns
     * @return the schema: keys as named and required, the other columns in the first file's order, nullable where they are so in
     *     any file, and of the wider type where files differ without loss
     * @throws InvalidRequestException {@code BAD_SCHEMA} or {@code SCHEMA_MISMATCH}, with all faults
     */
    public static Schema infer(List<NamedSchema> files, List<String> rowKeys, List<String> sortKeys) {
        return infer(files, List.of(), rowKeys, sortKeys);
    }

    /**
     * As above, with fields whose values are not in the files.
     *
     * @param ofFolders these fields, of names that no file has; they come behind the files' columns
     */
    public static Schema infer(
            List<NamedSchema> files, List<Field> ofFolders, List<String> rowKeys, List<String> sortKeys) {
        List<Fault> faults = new ArrayList<>();
        List<String> keys = Stream.concat(rowKeys.stream(), sortKeys.stream()).toList();
        List<NamedSchema> typed = UntypedColumns.filled(files);
        List<Field> columns = columns(typed.get(0), keys, faults);
        for (NamedSchema file : typed.subList(1, typed.size())) {
            columns = merge(columns, file, columns(file, keys, faults), faults);
        }
        columns = new ArrayList<>(columns);
        columns.addAll(ofFolders);
        List<Field> rowKeyFields = keys(files, columns, rowKeys, faults);
        List<Field> sortKeyFields = keys(files, columns, sortKeys, faults);
        if (keys.stream().distinct().count() != keys.size() || rowKeys.isEmpty()) {
            faults.add(new Fault(
                    ErrorCode.BAD_SCHEMA,
                    "key columns",
                    quoted(keys),
                    "distinct names, one row key at least",
                    "Name each key column once."));
        }
        faults.addAll(SchemaLimits.exceeded(columns, files.get(0).name()));
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(
                    "No schema was made from " + files.get(0).name() + ".", faults);
        }
        List<Field> values =
                columns.stream().filter(field -> !keys.contains(field.name())).toList();
        return new Schema(rowKeyFields, sortKeyFields, values);
    }

    /**
     * A file's schema.
     *
     * @param name the file, for messages
     * @param root its schema
     */
    public record NamedSchema(String name, ParquetNode root) {}

    /**
     * @param files as for {@link #infer}
     * @return columns, and parts of columns with points between their names, that have a type in no file since all their values
     *     are null; a schema read from the files has texts there
     */
    public static List<String> untypedColumns(List<NamedSchema> files) {
        return UntypedColumns.in(UntypedColumns.filled(files).get(0).root());
    }

    private static List<Field> columns(NamedSchema file, List<String> keys, List<Fault> faults) {
        List<Field> fields = new ArrayList<>();
        for (ParquetNode node : file.root().children()) {
            List<Unsupported> unsupported = Unsupported.in(node);
            boolean repeatedName =
                    fields.stream().anyMatch(field -> field.name().equals(node.name()));
            boolean key = keys.contains(node.name());
            if (repeatedName) {
                faults.add(fault(file, node.name(), "a name that is there twice", "distinct names", RENAME));
            } else if (key && Acceptance.isUntyped(node)) {
                faults.add(fault(
                        file, node.name(), "a key without values, all of them null", "a value in every row", CHOOSE));
            } else if (unsupported.isEmpty()) {
                FieldType type = FileType.of(node).orElseThrow();
                fields.add(new Field(node.name(), key ? keyType(type, node) : type, node.isOptional()));
            }
            unsupported.forEach(part -> faults.add(fault(
                    file,
                    part.path(),
                    part.found(),
                    part.allowed(),
                    !part.isOfForeignType() ? RENAME : key ? CHOOSE : LEAVE_OUT)));
        }
        return fields;
    }

    /** No key type holds all unsigned numbers of 64 bits, of which few exceed a long. */
    private static FieldType keyType(FieldType type, ParquetNode node) {
        boolean unsigned = node.isLeaf()
                && Conversion.of(PrimitiveType.LONG, node)
                        .filter(conversion -> conversion == Conversion.UNSIGNED_LONG_TO_LONG)
                        .isPresent();
        return unsigned ? PrimitiveType.LONG : type;
    }

    private static Fault fault(NamedSchema file, String column, String found, String allowed, String action) {
        return new Fault(
                ErrorCode.BAD_SCHEMA,
                file.name() + ", column '" + column + "'",
                found,
                allowed,
                action,
                FaultLocation.ofFile(file.name()).inColumn(column));
    }

    /** @return names as a command line takes them: one with a comma or a quote in double quotes */
    private static String quoted(List<String> names) {
        return names.stream()
                .map(name -> name.contains(",") || name.contains("\"") ? '"' + name.replace("\"", "\"\"") + '"' : name)
                .collect(Collectors.joining(", "));
    }

    private static List<Field> merge(List<Field> known, NamedSchema file, List<Field> found, List<Fault> faults) {
        List<Field> merged = new ArrayList<>();
        for (Field field : known) {
            Optional<Field> other = found.stream()
                    .filter(candidate -> candidate.name().equals(field.name()))
                    .findFirst();
            merged.add(other.flatMap(there -> TypeWidening.join(field, there)).orElseGet(() -> {
                faults.add(mismatch(
                        file, field.name(), other.map(there -> there.type().describe()), field));
                return field;
            }));
        }
        for (Field field : found) {
            if (known.stream().noneMatch(candidate -> candidate.name().equals(field.name()))) {
                faults.add(new Fault(
                        ErrorCode.SCHEMA_MISMATCH,
                        file.name() + ", column '" + field.name() + "'",
                        "a column that the other files lack",
                        "the same columns in all files",
                        DIFFERENT,
                        FaultLocation.ofFile(file.name()).inColumn(field.name())));
            }
        }
        return merged;
    }

    private static Fault mismatch(NamedSchema file, String column, Optional<String> found, Field known) {
        return new Fault(
                ErrorCode.SCHEMA_MISMATCH,
                file.name() + ", column '" + column + "'",
                found.orElse("no such column"),
                known.type().describe() + ", as in the other files",
                DIFFERENT,
                FaultLocation.ofFile(file.name()).inColumn(column));
    }

    private static List<Field> keys(
            List<NamedSchema> files, List<Field> columns, List<String> names, List<Fault> faults) {
        List<Field> keys = new ArrayList<>();
        for (String name : names) {
            Optional<Field> column =
                    columns.stream().filter(field -> field.name().equals(name)).findFirst();
            if (column.isEmpty() && isIn(files.get(0), name)) {
                continue; // It is there and of no type of ours, which is told already.
            }
            if (column.isEmpty()) {
                faults.add(new Fault(
                        ErrorCode.BAD_SCHEMA,
                        "key column '" + name + "'",
                        "no such column",
                        columns.isEmpty()
                                ? "a file with columns"
                                : quoted(columns.stream().map(Field::name).toList()),
                        "Choose key columns of the files; a name with a comma stands in double quotes."));
            } else if (column.get().type() instanceof PrimitiveType type && type.isKeyType()) {
                keys.add(Field.required(name, type));
            } else {
                faults.add(new Fault(
                        ErrorCode.BAD_SCHEMA,
                        "key column '" + name + "'",
                        column.get().type().describe(),
                        "int, long, string, bytearray",
                        "Choose key columns of these types."));
            }
        }
        return keys;
    }

    private static boolean isIn(NamedSchema file, String column) {
        return file.root().children().stream().anyMatch(node -> node.name().equals(column));
    }
}
