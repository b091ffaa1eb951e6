package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.format.GeographyType;
import org.apache.parquet.format.GeometryType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.VariantType;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.schema.Field;
import sleeper.core.schema.ListType;
import sleeper.core.schema.PrimitiveType;
import sleeper.sort.check.InputCheck;
import sleeper.sort.reference.HandMadeFile;

/** Types of files that no table holds. */
class RefusedTypesIT extends TypeFiles {
    static Stream<Tuple> refused() {
        return Stream.of(
                Tuple.tuple("required binary x (DECIMAL(40,2));", "x", null, "required BYTE_ARRAY DECIMAL(40,2)"),
                Tuple.tuple(
                        "optional binary x;",
                        "x",
                        LogicalType.GEOMETRY(new GeometryType()),
                        "nullable BYTE_ARRAY GEOMETRY"),
                Tuple.tuple(
                        "optional binary x;",
                        "x",
                        LogicalType.GEOGRAPHY(new GeographyType()),
                        "nullable BYTE_ARRAY GEOGRAPHY"),
                Tuple.tuple(
                        "optional group x { required binary metadata; required binary value; }",
                        "x",
                        LogicalType.VARIANT(new VariantType()),
                        "nullable group VARIANT"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldNameTheFullPathOfWhatNoTableHolds(Tuple type) throws IOException {
        // Given it is a part of the elements of a list, beside another of its kind
        Object[] parts = type.toArray();
        String part = (String) parts[0];
        HandMadeFile file = new HandMadeFile(
                0,
                "message m { required int32 id; optional group v (LIST) { repeated group list {"
                        + " optional group element { required int32 a; " + part + part.replace(" x", " y")
                        + " } } } }");
        if (parts[2] != null) {
            file.change("x", element -> element.setLogicalType((LogicalType) parts[2]));
            file.change("y", element -> element.setLogicalType((LogicalType) parts[2]));
        }
        for (int i = 0; i < file.leaves(); i++) {
            file.column();
        }
        file.write(root.resolve("in/f.parquet"));
        // When
        List<Fault> checked = InputCheck.check(
                        store(), info("f.parquet"), table(Field.nullable("v", new ListType(PrimitiveType.INT, true))))
                .faults();
        List<Fault> read = catchThrowableOfType(
                        InvalidRequestException.class, () -> inferred(List.of("id"), "f.parquet"))
                .faults();
        // Then
        assertThat(checked)
                .extracting(
                        Fault::code,
                        Fault::where,
                        Fault::found,
                        fault -> fault.location().column())
                .containsExactly(
                        Tuple.tuple(
                                ErrorCode.SCHEMA_MISMATCH,
                                "in/f.parquet, column 'v.list.element.x'",
                                parts[3],
                                "v.list.element.x"),
                        Tuple.tuple(
                                ErrorCode.SCHEMA_MISMATCH,
                                "in/f.parquet, column 'v.list.element.y'",
                                parts[3],
                                "v.list.element.y"));
        assertThat(read)
                .extracting(Fault::code, Fault::where, Fault::found)
                .containsExactly(
                        Tuple.tuple(ErrorCode.BAD_SCHEMA, "f.parquet, column 'v.list.element.x'", parts[3]),
                        Tuple.tuple(ErrorCode.BAD_SCHEMA, "f.parquet, column 'v.list.element.y'", parts[3]));
    }
}
