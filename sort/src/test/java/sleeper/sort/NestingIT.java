package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.schema.Field;
import sleeper.core.schema.ListType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.check.InputCheck;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.GroupFiles.Options;
import sleeper.sort.reference.GroupFiles.RowFiller;
import sleeper.sort.reference.LoadedTable;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnDifference.Verdict;
import sleeper.sort.schema.SchemaOfParquet;
import sleeper.sort.schema.SchemaOfParquet.NamedSchema;
import sleeper.statestore.file.LocalFileStore;

/** Lists and maps in all forms that the format's backward-compatibility rules name. */
class NestingIT {
    private static final Schema TEXTS = new Schema(
            List.of(Field.required("id", PrimitiveType.INT)),
            List.of(),
            List.of(Field.nullable("v", new ListType(PrimitiveType.STRING, false))));

    @TempDir
    Path root;

    /**
     * A form.
     *
     * @param column   the column {@code v} in the Parquet project's words
     * @param type     what it is in ours
     * @param filler   puts a value there
     * @param expected the value
     */
    private record Form(String column, String type, RowFiller filler, Object expected) {
        @Override
        public String toString() {
            return column;
        }
    }

    static Stream<Form> lists() {
        return Stream.of(
                new Form("repeated int32 v;", "list<int>", row -> two(row, "v"), List.of(1, 2)),
                new Form(
                        "repeated group v { required int32 a; optional int32 b; }",
                        "list<struct<a:int,b:int?>>",
                        row -> row.addGroup("v").append("a", 1).append("b", 2),
                        List.of(Map.of("a", 1, "b", 2))),
                new Form(
                        "repeated group v (LIST) { repeated group list { optional int32 element; } }",
                        "list<list<int?>>",
                        row -> three(row.addGroup("v")),
                        List.of(List.of(1))),
                new Form(
                        "optional group v (LIST) { repeated int32 element; }",
                        "list<int>",
                        row -> two(row.addGroup("v"), "element"),
                        List.of(1, 2)),
                new Form(
                        "required group v (LIST) { repeated group element { required int32 a; required int32 b; } }",
                        "list<struct<a:int,b:int>>",
                        row -> row.addGroup("v")
                                .addGroup("element")
                                .append("a", 1)
                                .append("b", 2),
                        List.of(Map.of("a", 1, "b", 2))),
                new Form(
                        "optional group v (LIST) { repeated group array { required int32 a; } }",
                        "list<struct<a:int>>",
                        row -> row.addGroup("v").addGroup("array").add("a", 1),
                        List.of(Map.of("a", 1))),
                new Form(
                        "optional group v (LIST) { repeated group v_tuple { required int32 a; } }",
                        "list<struct<a:int>>",
                        row -> row.addGroup("v").addGroup("v_tuple").add("a", 1),
                        List.of(Map.of("a", 1))),
                new Form(
                        "optional group v (LIST) { repeated group w_tuple { required int32 a; } }",
                        "list<int>",
                        row -> row.addGroup("v").addGroup("w_tuple").add("a", 1),
                        List.of(1)),
                new Form(
                        "optional group v (LIST) { repeated group bag { optional int32 array_element; } }",
                        "list<int?>",
                        row -> row.addGroup("v").addGroup("bag").add("array_element", 1),
                        List.of(1)));
    }

    static Stream<Form> listsOfLists() {
        return Stream.of(
                new Form(
                        "optional group v (LIST) { repeated group array (LIST) { repeated int32 array; } }",
                        "list<list<int>>",
                        row -> two(row.addGroup("v").addGroup("array"), "array"),
                        List.of(List.of(1, 2))),
                new Form(
                        "optional group v (LIST) { repeated group x (LIST) { repeated group list"
                                + " { optional int32 element; } } }",
                        "list<list<int?>>",
                        row -> three(row.addGroup("v").addGroup("x")),
                        List.of(List.of(1))),
                new Form(
                        "optional group v (LIST) { repeated group x (LIST) { repeated group y (LIST)"
                                + " { repeated int32 z; } } }",
                        "list<list<list<int>>>",
                        row -> two(row.addGroup("v").addGroup("x").addGroup("y"), "z"),
                        List.of(List.of(List.of(1, 2)))),
                new Form(
                        "optional group v (LIST) { repeated group list { repeated int32 item; } }",
                        "list<struct<item:list<int>>>",
                        row -> two(row.addGroup("v").addGroup("list"), "item"),
                        List.of(Map.of("item", List.of(1, 2)))),
                new Form(
                        "optional group v (LIST) { repeated group list { optional group element (LIST)"
                                + " { repeated group list { optional int32 element; } } } }",
                        "list<list<int?>?>",
                        row -> three(row.addGroup("v").addGroup("list").addGroup("element")),
                        List.of(List.of(1))),
                new Form(
                        "optional group v (LIST) { repeated group x (MAP) { repeated group key_value"
                                + " { required int32 key; required int32 value; } } }",
                        "list<map<int,int>>",
                        row -> entry(row.addGroup("v").addGroup("x"), "key_value", "key", "value"),
                        List.of(Map.of(1, 2))));
    }

    static Stream<Form> maps() {
        return Stream.of(
                new Form(
                        "optional group v (MAP) { repeated group key_value { required int32 key; required int32 value; } }",
                        "map<int,int>",
                        row -> entry(row.addGroup("v"), "key_value", "key", "value"),
                        Map.of(1, 2)),
                new Form(
                        "optional group v (MAP_KEY_VALUE) { repeated group map { required int32 key; optional int32 value; } }",
                        "map<int,int?>",
                        row -> entry(row.addGroup("v"), "map", "key", "value"),
                        Map.of(1, 2)),
                new Form(
                        "optional group v (MAP) { repeated group map (MAP_KEY_VALUE)"
                                + " { required int32 key; required int32 value; } }",
                        "map<int,int>",
                        row -> entry(row.addGroup("v"), "map", "key", "value"),
                        Map.of(1, 2)),
                new Form(
                        "optional group v (MAP) { repeated group entries { optional int32 num; optional int32 str; } }",
                        "map<int,int?>",
                        row -> entry(row.addGroup("v"), "entries", "num", "str"),
                        Map.of(1, 2)),
                new Form(
                        "optional group v (MAP) { repeated group key_value { required int32 key; } }",
                        "list<int>",
                        row -> {
                            Group map = row.addGroup("v");
                            map.addGroup("key_value").add("key", 1);
                            map.addGroup("key_value").add("key", 2);
                        },
                        List.of(1, 2)),
                new Form(
                        "optional group v (MAP_KEY_VALUE) { repeated group array { required int32 key; } }",
                        "list<int>",
                        row -> row.addGroup("v").addGroup("array").add("key", 1),
                        List.of(1)));
    }

    private static void two(Group group, String field) {
        group.append(field, 1).append(field, 2);
    }

    private static void three(Group group) {
        group.addGroup("list").add("element", 1);
    }

    private static void entry(Group map, String entry, String key, String value) {
        map.addGroup(entry).append(key, 1).append(value, 2);
    }

    @ParameterizedTest
    @MethodSource({"lists", "listsOfLists", "maps"})
    void shouldLoadEachFormAsWhatItMeans(Form form) throws IOException {
        // Given a row with a value and one without
        FileStore store = new LocalFileStore(root);
        write(
                "message m { required int32 id; " + form.column() + " }",
                List.of(
                        row -> {
                            row.add("id", 1);
                            form.filler().fill(row);
                        },
                        row -> {
                            row.add("id", 2);
                            if (form.column().startsWith("required")) {
                                row.addGroup("v");
                            }
                        }));
        // When
        Schema schema = SchemaOfParquet.infer(
                List.of(new NamedSchema(
                        "f", InputCheck.readFooter(store, info(store)).root())),
                List.of("id"),
                List.of());
        List<Map<String, Object>> rows = LoadedTable.rows(root, schema, "f.parquet");
        // Then
        assertThat(schema.valueFields())
                .extracting(field -> field.type().describe())
                .containsExactly(form.type());
        assertThat(rows.get(0).get("v")).isEqualTo(form.expected());
        Object none = form.column().startsWith("optional") ? null : List.of();
        assertThat(rows.get(1).get("v")).isEqualTo(none);
    }

    @Test
    void shouldSayThatAMapWithoutValuesIsLoadedAsTheListOfItsKeys() throws IOException {
        // Given
        FileStore store = new LocalFileStore(root);
        write(
                "message m { required int32 id; optional group v (MAP)"
                        + " { repeated group key_value { required binary key (UTF8); } } }",
                List.of());
        // When / Then
        assertThat(InputCheck.check(store, info(store), TEXTS).columns())
                .contains(new ColumnDifference(
                        "v",
                        Verdict.ACCEPTED,
                        "nullable list<string>",
                        "nullable list<string>",
                        "Accepted; a map without values is loaded as the list of its keys.",
                        "a map without values is loaded as the list of its keys"));
        assertThat(InputCheck.check(store, info(store), TEXTS).warnings())
                .containsExactly("column 'v': a map without values is loaded as the list of its keys");
    }

    private void write(String message, List<RowFiller> rows) throws IOException {
        GroupFiles.writeGroups(root.resolve("in/f.parquet"), message, Options.PLAIN, rows);
    }

    private static FileInfo info(FileStore store) throws IOException {
        return store.find(new FilePath("in", "f.parquet")).orElseThrow();
    }
}
