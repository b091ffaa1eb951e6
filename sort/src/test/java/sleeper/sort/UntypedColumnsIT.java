package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static sleeper.sort.reference.HandMadeFile.levelsV1;
import static sleeper.sort.reference.HandMadeFile.longs;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;
import sleeper.sort.check.InputCheck;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.GroupFiles.Options;
import sleeper.sort.reference.HandMadeFile;
import sleeper.sort.reference.HandMadeFile.Page;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnDifference.Verdict;
import sleeper.sort.schema.SchemaOfParquet;
import sleeper.sort.schema.SchemaOfParquet.NamedSchema;

/** Columns that have a type in name only, and no value. */
class UntypedColumnsIT extends TypeFiles {
    static Stream<FieldType> anyType() {
        return Stream.of(
                PrimitiveType.INT,
                PrimitiveType.LONG,
                PrimitiveType.STRING,
                PrimitiveType.BOOLEAN,
                PrimitiveType.DOUBLE,
                new DecimalType(30, 3),
                new TimestampType(TimestampType.Unit.NANOS, false),
                new ListType(PrimitiveType.STRING, true),
                new ListType(new ListType(PrimitiveType.INT, false), false),
                new MapType(PrimitiveType.STRING, PrimitiveType.LONG, true),
                new StructType(List.of(
                        Field.required("a", PrimitiveType.INT),
                        Field.nullable("b", new ListType(PrimitiveType.STRING, false)))));
    }

    @ParameterizedTest
    @MethodSource("anyType")
    void shouldTakeAColumnWithoutATypeAsTheNullsOfAnyField(FieldType type) throws IOException {
        // Given
        Schema schema = table(Field.nullable("v", type));
        write("required int32 id; optional int32 v (UNKNOWN);", Options.PLAIN, row(1, row -> {}), row(2, row -> {}));
        // When / Then
        assertThat(loaded(schema)).isEqualTo(Collections.nCopies(2, null));
        assertThat(difference(schema))
                .isEqualTo(new ColumnDifference(
                        "v",
                        Verdict.ACCEPTED,
                        "nullable INT32 UNKNOWN",
                        "nullable " + type.describe(),
                        "Accepted; a column without a type, whose values are all null.",
                        "a column without a type, whose values are all null"));
    }

    @Test
    void shouldRefuseAColumnWithoutATypeForARequiredField() throws IOException {
        // Given
        write("required int32 id; optional int32 v (UNKNOWN);", Options.PLAIN, row(1, row -> {}));
        // When / Then
        assertThat(difference(table(Field.required("v", PrimitiveType.INT))))
                .isEqualTo(new ColumnDifference(
                        "v",
                        Verdict.OTHER_TYPE,
                        "nullable INT32 UNKNOWN",
                        "required int",
                        "All values of the column are null; fill them, or make the field nullable, if it is no key."));
    }

    @Test
    void shouldRefuseAValueInAColumnWithoutAType() throws IOException {
        // Given
        new HandMadeFile(2, "message m { required int32 id; optional int64 v (UNKNOWN); }")
                .column(Page.v1(2, HandMadeFile.ints(1, 2)))
                .column(Page.v1(2, levelsV1(0, 1), longs(5)))
                .write(root.resolve("in/f.parquet"));
        // When / Then
        assertThat(refusal(table(Field.nullable("v", PrimitiveType.STRING))))
                .extracting(Fault::code, Fault::found)
                .containsExactly(ErrorCode.CORRUPT_FILE, "a value in a column without a type");
    }

    @Test
    void shouldTakeTheElementsOfAListWithoutATypeAsNulls() throws IOException {
        // Given
        Schema schema = table(Field.nullable("v", new ListType(PrimitiveType.STRING, true)));
        write(
                "required int32 id; optional group v (LIST) { repeated group list { optional int32 element (UNKNOWN); } }",
                Options.PLAIN,
                row(1, row -> row.addGroup("v").addGroup("list")),
                row(2, row -> row.addGroup("v")),
                row(3, row -> {}));
        // When / Then
        assertThat(loaded(schema)).isEqualTo(Arrays.asList(Collections.singletonList(null), List.of(), null));
    }

    @Test
    void shouldReadTheTypeOfAColumnThatIsEmptyInOneFileFromAnother() throws IOException {
        // Given
        write(
                "required int32 id; optional int32 v (UNKNOWN); optional group w (LIST)"
                        + " { repeated group list { optional int32 element (UNKNOWN); } }",
                Options.PLAIN,
                row(1, row -> {}));
        GroupFiles.writeGroups(
                root.resolve("in/g.parquet"),
                "message m { required int32 id; required double v; optional group w (LIST)"
                        + " { repeated group bag { required binary item (UTF8); } } }",
                Options.PLAIN,
                List.of());
        // When / Then the order does not matter
        assertThat(inferred(List.of("id"), "g.parquet", "f.parquet"))
                .isEqualTo(table(
                        Field.nullable("v", PrimitiveType.DOUBLE),
                        Field.nullable("w", new ListType(PrimitiveType.STRING, true))));
        assertThat(inferred(List.of("id"), "f.parquet", "g.parquet"))
                .isEqualTo(table(
                        Field.nullable("v", PrimitiveType.DOUBLE),
                        Field.nullable("w", new ListType(PrimitiveType.STRING, true))));
    }

    @Test
    void shouldReadAColumnThatIsEmptyInAllFilesAsANullableText() throws IOException {
        // Given
        write("required int32 id; optional int32 v (UNKNOWN);", Options.PLAIN, row(1, row -> {}));
        // When / Then
        assertThat(inferred(List.of("id"), "f.parquet", "f.parquet"))
                .isEqualTo(table(Field.nullable("v", PrimitiveType.STRING)));
        assertThat(SchemaOfParquet.untypedColumns(List.of(new NamedSchema(
                        "f", InputCheck.readFooter(store(), info("f.parquet")).root()))))
                .containsExactly("v");
    }

    @Test
    void shouldNotMakeAKeyOfAColumnThatIsEmptyInAllFiles() throws IOException {
        // Given
        write("optional int32 id (UNKNOWN);", Options.PLAIN, row -> {});
        // When / Then
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> inferred(List.of("id"), "f.parquet"))
                        .faults())
                .extracting(Fault::where, Fault::found)
                .containsExactly(Tuple.tuple("f.parquet, column 'id'", "a key without values, all of them null"));
    }
}
