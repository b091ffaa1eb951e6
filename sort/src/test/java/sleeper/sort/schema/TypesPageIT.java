package sleeper.sort.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.GeographyType;
import org.apache.parquet.format.GeometryType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.VariantType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.sort.check.InputCheck;
import sleeper.sort.format.ParquetNode;
import sleeper.sort.reference.HandMadeFile;
import sleeper.statestore.file.LocalFileStore;

/** The page of types is the one that lies in the project; {@code -Dpages.write} writes it. */
class TypesPageIT {
    private static final Path PAGE = Path.of(System.getProperty("project.root")).resolve(TypesPage.PATH);
    private static final List<String> LEAVES = List.of(
            "boolean",
            "int32",
            "int32 (INTEGER(8,true))",
            "int32 (INTEGER(16,true))",
            "int32 (INTEGER(32,true))",
            "int32 (INTEGER(8,false))",
            "int32 (INTEGER(16,false))",
            "int32 (INTEGER(32,false))",
            "int32 (DATE)",
            "int32 (TIME(MILLIS,true))",
            "int32 (DECIMAL(9,2))",
            "int64",
            "int64 (INTEGER(64,true))",
            "int64 (INTEGER(64,false))",
            "int64 (TIME(MICROS,true))",
            "int64 (TIME(NANOS,true))",
            "int64 (TIMESTAMP(MILLIS,true))",
            "int64 (TIMESTAMP(MICROS,true))",
            "int64 (TIMESTAMP(NANOS,true))",
            "int64 (TIMESTAMP(NANOS,false))",
            "int64 (DECIMAL(18,2))",
            "int96",
            "float",
            "double",
            "binary",
            "binary (STRING)",
            "binary (ENUM)",
            "binary (JSON)",
            "binary (BSON)",
            "binary (DECIMAL(38,2))",
            "fixed_len_byte_array(16)",
            "fixed_len_byte_array(16) (DECIMAL(38,2))",
            "fixed_len_byte_array(16) (UUID)",
            "fixed_len_byte_array(12) (INTERVAL)",
            "fixed_len_byte_array(2) (FLOAT16)",
            "int32 (UNKNOWN)");
    private static final List<String> NESTED = List.of(
            "required group c { required int32 a; optional int64 b; }",
            "required group c (LIST) { repeated group list { optional int32 element; } }",
            "required group c (LIST) { repeated int32 element; }",
            "required group c (LIST) { repeated group element { required int32 a; required int32 b; } }",
            "required group c (LIST) { repeated group array { required int32 a; } }",
            "required group c (LIST) { repeated group c_tuple { required int32 a; } }",
            "required group c (LIST) { repeated group array (LIST) { repeated int32 array; } }",
            "repeated int32 c;",
            "repeated group c { required int32 a; optional int64 b; }",
            "required group c (MAP) { repeated group key_value { required int32 key; optional int32 value; } }",
            "required group c (MAP_KEY_VALUE) { repeated group map { required int32 key; optional int32 value; } }",
            "required group c (MAP) { repeated group key_value { required int32 key; } }");

    @TempDir
    Path root;

    @Test
    void shouldShowTheTypesAsTheyAre() throws IOException {
        // Given
        Map<String, ParquetNode> leaves = new LinkedHashMap<>();
        for (String words : LEAVES) {
            leaves.put(words, column(named(words)));
        }
        Map<String, ParquetNode> nested = new LinkedHashMap<>();
        for (String words : NESTED) {
            nested.put(words, column(words));
        }
        // When
        String page = TypesPage.render(leaves, nested, refused());
        if (System.getProperty("pages.write") != null) {
            Files.writeString(PAGE, page);
        }
        // Then
        assertThat(Files.readString(PAGE))
                .as(TypesPage.PATH + " is stale: run mvn -pl sort -am verify -Dpages.write")
                .isEqualTo(page);
        assertThat(leaves.values())
                .as("a line for each meaning")
                .extracting(leaf -> FileLeaf.of(leaf).orElseThrow().meaning())
                .contains(FileLeaf.Meaning.values());
    }

    private Map<String, ParquetNode> refused() throws IOException {
        Map<String, ParquetNode> refused = new LinkedHashMap<>();
        for (String words : List.of("binary (DECIMAL(39,2))", "fixed_len_byte_array(17) (DECIMAL(39,2))")) {
            refused.put(words, column(named(words)));
        }
        refused.put("binary (GEOMETRY)", annotated("required binary c;", LogicalType.GEOMETRY(new GeometryType())));
        refused.put("binary (GEOGRAPHY)", annotated("required binary c;", LogicalType.GEOGRAPHY(new GeographyType())));
        refused.put(
                "group (VARIANT)",
                annotated(
                        "required group c { required binary metadata; required binary value; }",
                        LogicalType.VARIANT(new VariantType())));
        refused.put("an annotation that is not known", annotated("required binary c;", new LogicalType()));
        return refused;
    }

    private ParquetNode annotated(String words, LogicalType type) throws IOException {
        ParquetNode column = column(words);
        column.element().setLogicalType(type);
        return column;
    }

    /** @return {@code required int32 c (DATE);} for {@code int32 (DATE)} */
    private static String named(String words) {
        String[] parts = words.split(" ", 2);
        return "required " + parts[0] + " c" + (parts.length > 1 ? " " + parts[1] : "") + ";";
    }

    private ParquetNode column(String words) throws IOException {
        HandMadeFile file = new HandMadeFile(0, "message m { " + words + " }");
        for (int i = 0; i < file.leaves(); i++) {
            file.column();
        }
        file.write(root.resolve("in/f.parquet"));
        FileStore store = new LocalFileStore(root);
        return InputCheck.readFooter(
                        store, store.find(new FilePath("in", "f.parquet")).orElseThrow())
                .root()
                .child("c")
                .orElseThrow();
    }
}
