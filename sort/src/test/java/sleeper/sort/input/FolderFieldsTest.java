package sleeper.sort.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderValues;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;

class FolderFieldsTest {
    private final List<Fault> faults = new ArrayList<>();

    private Field ofValues(String... values) {
        List<Field> fields =
                infer(Arrays.stream(values).map(value -> "x=" + value + "/f").toArray(String[]::new));
        assertThat(faults).isEmpty();
        assertThat(fields).hasSize(1);
        return fields.get(0);
    }

    private List<Field> infer(String... keys) {
        List<FilePath> files =
                Arrays.stream(keys).map(key -> new FilePath("b", key)).toList();
        return FolderFields.infer(files, name -> !name.equals("unwanted"), name -> name.equals("key"), faults);
    }

    @Test
    void shouldInferAWholeNumberWhereNoneHasALeadingZero() {
        assertThat(ofValues("2026", "-1", "0")).isEqualTo(Field.required("x", PrimitiveType.INT));
        assertThat(ofValues("2147483647", "2147483648")).isEqualTo(Field.required("x", PrimitiveType.LONG));
        assertThat(ofValues("1", "9223372036854775808")).isEqualTo(Field.required("x", PrimitiveType.STRING));
        assertThat(ofValues("10", "09")).isEqualTo(Field.required("x", PrimitiveType.STRING));
        assertThat(ofValues("1", "+2")).isEqualTo(Field.required("x", PrimitiveType.STRING));
        assertThat(ofValues("1", "")).isEqualTo(Field.required("x", PrimitiveType.STRING));
    }

    @Test
    void shouldInferADateWhereAllAreDays() {
        assertThat(ofValues("2026-02-28", "2024-02-29")).isEqualTo(Field.required("x", PrimitiveType.DATE));
        assertThat(ofValues("2026-02-28", "2026-02-29")).isEqualTo(Field.required("x", PrimitiveType.STRING));
        assertThat(ofValues("2026-02-28", "2026")).isEqualTo(Field.required("x", PrimitiveType.STRING));
    }

    @Test
    void shouldInferTextForDatesThatAreKeys() {
        assertThat(infer("key=2026-02-28/f")).containsExactly(Field.required("key", PrimitiveType.STRING));
        assertThat(infer("key=2026/f")).containsExactly(Field.required("key", PrimitiveType.INT));
    }

    @Test
    void shouldInferANullableFieldWhereAFolderSaysNull() {
        assertThat(ofValues("1", FolderValues.NULL)).isEqualTo(Field.nullable("x", PrimitiveType.INT));
        assertThat(ofValues(FolderValues.NULL)).isEqualTo(Field.nullable("x", PrimitiveType.STRING));
    }

    @Test
    void shouldInferTheWantedFieldsInTheOrderOfTheFolders() {
        assertThat(infer("b=1/unwanted=1/a=1/f", "b=2/a=x/g"))
                .containsExactly(Field.required("b", PrimitiveType.INT), Field.required("a", PrimitiveType.STRING));
        assertThat(infer("f", "g")).isEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void shouldTellAFileThatLacksAFolderWhichOthersHave() {
        assertThat(infer("a=1/f", "g", "h")).hasSize(1);
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).message())
                .startsWith(
                        "SCHEMA_MISMATCH at b/g, column 'a': found no folder that has its value; allowed: one in the"
                                + " path of every file, as in that of b/a=1/f.");
    }

    @Test
    void shouldTellFoldersThatContradictEachOther() {
        assertThat(infer("a=1/a=2/f")).hasSize(1);
        assertThat(faults).extracting(Fault::code).containsExactly(ErrorCode.BAD_FOLDER_VALUE);
    }
}
