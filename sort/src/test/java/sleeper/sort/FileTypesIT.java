package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.reference.GroupFiles.Options;
import sleeper.sort.reference.GroupFiles.RowFiller;
import sleeper.sort.reference.LoadedTable;
import sleeper.sort.reference.ReferenceSort;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnDifference.Verdict;

/** Types of files that no type of a table is the same as: what they are loaded as. */
class FileTypesIT extends TypeFiles {
    /**
     * A type.
     *
     * @param column   the column {@code v} in the Parquet project's words
     * @param stored   a value as the file has it
     * @param field    the type of a field that takes it; the first of a column is the one that a schema read from it has
     * @param expected the value in the table
     * @param hint     what a check says
     */
    private record Mapped(String column, Object stored, FieldType field, Object expected, String hint) {
        @Override
        public String toString() {
            return column + " as " + field.describe();
        }

        void fill(Group row) {
            if (stored instanceof Integer number) {
                row.add("v", number);
            } else if (stored instanceof Long number) {
                row.add("v", number);
            } else if (stored instanceof byte[] bytes) {
                row.add("v", Binary.fromConstantByteArray(bytes));
            } else {
                row.add("v", (String) stored);
            }
        }
    }

    static Stream<Mapped> inferred() {
        byte[] uuid = bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255);
        byte[] interval = bytes(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0);
        return Stream.of(
                new Mapped("int32 v (INTEGER(8,false))", 255, PrimitiveType.INT, 255, "unsigned numbers of 8 bits"),
                new Mapped("int32 v (UINT_8)", 255, PrimitiveType.INT, 255, "unsigned numbers of 8 bits"),
                new Mapped(
                        "int32 v (INTEGER(16,false))",
                        65_535,
                        PrimitiveType.INT,
                        65_535,
                        "unsigned numbers of 16 bits"),
                new Mapped("int32 v (UINT_16)", 65_535, PrimitiveType.INT, 65_535, "unsigned numbers of 16 bits"),
                new Mapped(
                        "int32 v (INTEGER(32,false))",
                        -1,
                        PrimitiveType.LONG,
                        4_294_967_295L,
                        "unsigned numbers of 32 bits"),
                new Mapped("int32 v (UINT_32)", -1, PrimitiveType.LONG, 4_294_967_295L, "unsigned numbers of 32 bits"),
                new Mapped(
                        "int64 v (INTEGER(64,false))",
                        -1L,
                        new DecimalType(20, 0),
                        new BigDecimal("18446744073709551615"),
                        "unsigned numbers of 64 bits"),
                new Mapped(
                        "int64 v (UINT_64)",
                        7L,
                        new DecimalType(20, 0),
                        new BigDecimal("7"),
                        "unsigned numbers of 64 bits"),
                new Mapped(
                        "fixed_len_byte_array(2) v (FLOAT16)",
                        bytes(0x00, 0xC1),
                        PrimitiveType.FLOAT,
                        -2.5f,
                        "floating-point numbers of 16 bits"),
                new Mapped(
                        "int32 v (TIME(MILLIS,true))",
                        86_399_999,
                        PrimitiveType.INT,
                        86_399_999,
                        "times as milliseconds since midnight"),
                new Mapped("int32 v (TIME_MILLIS)", 5, PrimitiveType.INT, 5, "times as milliseconds since midnight"),
                new Mapped(
                        "int64 v (TIME(MICROS,false))",
                        86_399_999_999L,
                        PrimitiveType.LONG,
                        86_399_999_999L,
                        "times as microseconds since midnight"),
                new Mapped(
                        "int64 v (TIME(NANOS,true))",
                        86_399_999_999_999L,
                        PrimitiveType.LONG,
                        86_399_999_999_999L,
                        "times as nanoseconds since midnight"),
                new Mapped("binary v (ENUM)", "RED", PrimitiveType.STRING, "RED", "names of an enumeration as texts"),
                new Mapped("binary v (JSON)", "{\"a\":1}", PrimitiveType.STRING, "{\"a\":1}", "JSON as texts"),
                new Mapped(
                        "binary v (BSON)",
                        bytes(5, 0, 0, 0, 0),
                        PrimitiveType.BYTEARRAY,
                        bytes(5, 0, 0, 0, 0),
                        "BSON as bytes"),
                new Mapped(
                        "fixed_len_byte_array(16) v (UUID)", uuid, PrimitiveType.BYTEARRAY, uuid, "UUIDs as 16 bytes"),
                new Mapped(
                        "fixed_len_byte_array(12) v (INTERVAL)",
                        interval,
                        PrimitiveType.BYTEARRAY,
                        interval,
                        "intervals as 12 bytes: months, days and milliseconds, each of 32 bits, little-endian"));
    }

    static Stream<Mapped> alsoTaken() {
        return Stream.of(
                new Mapped("int32 v (UINT_8)", 255, PrimitiveType.LONG, 255L, "unsigned numbers of 8 bits"),
                new Mapped(
                        "int64 v (UINT_64)",
                        Long.MAX_VALUE,
                        PrimitiveType.LONG,
                        Long.MAX_VALUE,
                        "unsigned numbers of 64 bits; 2^63 and above is refused"),
                new Mapped(
                        "int64 v (UINT_64)",
                        -2L,
                        new DecimalType(38, 0),
                        new BigDecimal("18446744073709551614"),
                        "unsigned numbers of 64 bits"),
                new Mapped(
                        "fixed_len_byte_array(2) v (FLOAT16)",
                        bytes(0x01, 0x00),
                        PrimitiveType.DOUBLE,
                        0x1p-24,
                        "floating-point numbers of 16 bits"),
                new Mapped(
                        "int32 v (TIME(MILLIS,true))",
                        1,
                        PrimitiveType.LONG,
                        1L,
                        "times as milliseconds since midnight"));
    }

    @ParameterizedTest
    @MethodSource({"inferred", "alsoTaken"})
    void shouldLoadWhatTheTypeHolds(Mapped type) throws IOException {
        // Given a value, a null, and the value again
        Schema schema = table(Field.nullable("v", type.field()));
        write(
                "required int32 id; optional " + type.column() + ";",
                Options.PLAIN,
                row(1, type::fill),
                row(2, row -> {}),
                row(3, type::fill));
        // When / Then
        assertThat(loaded(schema))
                .extracting(ReferenceSort::describe)
                .containsExactly(
                        ReferenceSort.describe(type.expected()), "null", ReferenceSort.describe(type.expected()));
        assertThat(difference(schema))
                .extracting(ColumnDifference::verdict, ColumnDifference::hint)
                .containsExactly(Verdict.ACCEPTED, "Accepted; " + type.hint() + ".");
    }

    @ParameterizedTest
    @MethodSource({"inferred", "alsoTaken"})
    void shouldLoadWhatTheTypeHoldsInsideAList(Mapped type) throws IOException {
        // Given
        Schema schema = table(Field.nullable("v", new ListType(type.field(), false)));
        write("required int32 id; repeated " + type.column() + ";", Options.PLAIN, row(1, type::fill), row(2, row -> {
            type.fill(row);
            type.fill(row);
        }));
        // When / Then
        String value = ReferenceSort.describe(type.expected());
        assertThat(loaded(schema))
                .extracting(ReferenceSort::describe)
                .containsExactly("[" + value + "]", "[" + value + "," + value + "]");
    }

    @ParameterizedTest
    @MethodSource("inferred")
    void shouldReadASchemaThatTakesTheValues(Mapped type) throws IOException {
        // Given
        write("required int32 id; required " + type.column() + ";", Options.PLAIN, row(1, type::fill));
        // When / Then
        assertThat(inferred(List.of("id"), "f.parquet")).isEqualTo(table(Field.required("v", type.field())));
    }

    @Test
    void shouldKeepEveryHalfFloat() throws IOException {
        // Given what is not plain about floating-point numbers: least and greatest, zeros, infinities, no number
        byte[][] stored = {
            bytes(0xFF, 0x03),
            bytes(0x00, 0x04),
            bytes(0xFF, 0x7B),
            bytes(0x00, 0x80),
            bytes(0x00, 0xFC),
            bytes(0, 0x7E)
        };
        write(
                "required int32 id; required fixed_len_byte_array(2) v (FLOAT16);",
                Options.PLAIN,
                IntStream.range(0, stored.length)
                        .mapToObj(i -> row(i, row -> row.add("v", Binary.fromConstantByteArray(stored[i]))))
                        .toArray(RowFiller[]::new));
        // When / Then
        assertThat(loaded(table(Field.required("v", PrimitiveType.FLOAT))))
                .containsExactly(0x3FFp-24f, 0x1p-14f, 65_504f, -0f, Float.NEGATIVE_INFINITY, Float.NaN);
    }

    @Test
    void shouldTakeUnsignedNumbersBelowTwoToThe63AsAKey() throws IOException {
        // Given
        write(
                "required int64 id (UINT_64);",
                Options.PLAIN,
                row -> row.add("id", Long.MAX_VALUE),
                row -> row.add("id", 3L));
        Schema schema = inferred(List.of("id"), "f.parquet");
        // When / Then
        assertThat(schema)
                .isEqualTo(new Schema(List.of(Field.required("id", PrimitiveType.LONG)), List.of(), List.of()));
        assertThat(LoadedTable.rows(root, schema, "f.parquet"))
                .containsExactly(Map.of("id", 3L), Map.of("id", Long.MAX_VALUE));
    }
}
