package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.parquet.format.CompressionCodec;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.TimestampType;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.format.ParquetNode;

/** The reference page of types: each line is what the code answers for a column of a file. */
final class TypesPage {
    static final String PATH = "docs/reference/types.md";

    private static final List<FieldType> FIELDS = fields();

    private TypesPage() {}

    private static List<FieldType> fields() {
        List<FieldType> types = new ArrayList<>(List.of(PrimitiveType.values()));
        for (TimestampType.Unit unit : TimestampType.Unit.values()) {
            types.add(new TimestampType(unit, true));
            types.add(new TimestampType(unit, false));
        }
        types.addAll(List.of(new DecimalType(9, 2), new DecimalType(18, 2), new DecimalType(38, 2)));
        types.addAll(List.of(new DecimalType(20, 0), new DecimalType(38, 0)));
        return types;
    }

    /**
     * @param leaves  columns of one value a row, by what a file's schema says of them
     * @param nested  lists, maps and structs
     * @param refused columns that no table holds
     */
    static String render(
            Map<String, ParquetNode> leaves, Map<String, ParquetNode> nested, Map<String, ParquetNode> refused) {
        List<String> lines = new ArrayList<>();
        lines.add("""
                # Types of input files

                Made from the code by `mvn -pl sort -am verify -Dpages.write`.

                What a column of a Parquet file is loaded as. Types are written as the Parquet project writes them; an older annotation
                counts as the newer one that replaced it. `check FILE --table T` shows the same for a file's own columns. Wherever a field
                takes a column, it may be nullable or not: a null in a required one is `NULL_VALUE`, with its row.

                ## Columns

                A schema that is read from the file (`demo --files`) has the field of the second column; fields of the third take the values too.
                A value that a field cannot hold is `VALUE_OUT_OF_RANGE`, with file, row group, row and value.

                | in the file | field | also taken by | how |
                |---|---|---|---|""");
        leaves.forEach((words, node) -> lines.add(leaf(words, node)));
        lines.add("""

                ## Lists, maps and structs

                All forms of the format's backward-compatibility rules are read; `?` stands behind what may be null. Inside them each column
                is taken as above.

                | in the file | field | how |
                |---|---|---|""");
        nested.forEach((words, node) -> lines.add("| `" + words + "` | `"
                + FileType.of(node).orElseThrow().describe() + "` | "
                + notes(FileType.of(node).orElseThrow(), node) + " |"));
        lines.add("""

                ## What no table holds

                Such a column refuses its file, inside a list, map or struct too; the fault names it by its full path and says what it is.

                | in the file | fault says |
                |---|---|""");
        refused.forEach((words, node) -> lines.add("| `" + words + "` | `"
                + Unsupported.in(node).stream().map(Unsupported::found).collect(Collectors.joining("; ")) + "` |"));
        lines.add("""
                | an encrypted column | `encrypted columns: 'a.b'` |
                | an encrypted footer | `an encrypted footer` |

                ## Compression

                | codec | pages are |
                |---|---|""");
        Map<String, String> codecs = new TreeMap<>();
        for (CompressionCodec codec : CompressionCodec.values()) {
            codecs.put(codec.name(), PageDecompressor.knows(codec) ? "read" : "refused: `COMPRESSION_NOT_READ`");
        }
        codecs.forEach((codec, answer) -> lines.add("| " + codec + " | " + answer + " |"));
        return String.join("\n", lines) + "\n";
    }

    private static String leaf(String words, ParquetNode node) {
        FieldType type = FileType.of(node).orElseThrow();
        String how = notes(type, node);
        List<String> others = new ArrayList<>();
        List<String> otherHow = new ArrayList<>();
        for (FieldType other : FIELDS) {
            if (!other.equals(type)
                    && Acceptance.of(Field.nullable("c", other), node).isPresent()) {
                others.add("`" + other.describe() + "`");
                String note = notes(other, node);
                if (!note.equals(how)) {
                    otherHow.add("as `" + other.describe() + "`: " + note);
                }
            }
        }
        String also = Acceptance.isUntyped(node) ? "any nullable field" : String.join(", ", others);
        otherHow.add(0, how);
        return "| `" + words + "` | `" + type.describe() + "` | " + also + " | "
                + otherHow.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("; ")) + " |";
    }

    private static String notes(FieldType type, ParquetNode node) {
        return String.join(
                "; ",
                Acceptance.of(Field.nullable("c", type), node).orElseThrow().notes());
    }
}
