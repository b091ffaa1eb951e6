package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static sleeper.sort.reference.HandMadeFile.levelsV1;
import static sleeper.sort.reference.HandMadeFile.longs;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.GeographyType;
import org.apache.parquet.format.GeometryType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.VariantType;
import org.apache.parquet.io.api.Binary;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
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
import sleeper.sort.reference.GroupFiles.RowFiller;
import sleeper.sort.reference.HandMadeFile;
import sleeper.sort.reference.HandMadeFile.Page;
import sleeper.sort.reference.LoadedTable;
import sleeper.sort.reference.ReferenceSort;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnDifference.Verdict;
import sleeper.sort.schema.SchemaOfParquet;
import sleeper.sort.schema.SchemaOfParquet.NamedSchema;
import sleeper.statestore.file.LocalFileStore;

/** Types of files that no type of a table is the same as: what they are loaded as, and which values are refused. */
class FileTypesIT {
    @TempDir
    Path root;

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

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] int96(int julianDay, long nanos) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(nanos)
                .putInt(julianDay)
                .array();
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

    private static Schema table(Field... values) {
        return new Schema(List.of(Field.required("id", PrimitiveType.INT)), List.of(), Arrays.asList(values));
    }

    private static RowFiller row(int id, RowFiller value) {
        return row -> {
            row.add("id", id);
            value.fill(row);
        };
    }

    private void write(String columns, Options options, RowFiller... rows) throws IOException {
        GroupFiles.writeGroups(
                root.resolve("in/f.parquet"), "message m { " + columns + " }", options, Arrays.asList(rows));
    }

    private FileStore store() {
        return new LocalFileStore(root);
    }

    private FileInfo info(String name) throws IOException {
        return store().find(new FilePath("in", name)).orElseThrow();
    }

    private Schema inferred(List<String> rowKeys, String... names) throws IOException {
        List<NamedSchema> files = new ArrayList<>();
        for (String name : names) {
            files.add(new NamedSchema(
                    name, InputCheck.readFooter(store(), info(name)).root()));
        }
        return SchemaOfParquet.infer(files, rowKeys, List.of());
    }

    private List<Object> loaded(Schema schema) throws IOException {
        List<Object> values = new ArrayList<>();
        LoadedTable.rows(root, schema, "f.parquet").forEach(row -> values.add(row.get("v")));
        return values;
    }

    private ColumnDifference difference(Schema schema) throws IOException {
        return InputCheck.check(store(), info("f.parquet"), schema).columns().get(1);
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

    private Fault refusal(Schema schema) {
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> LoadedTable.rows(root, schema, "f.parquet"));
        assertThat(refused.faults()).hasSize(1);
        return refused.faults().get(0);
    }

    private static Fault outOfRange(int rowGroup, long row, String found, String allowed) {
        FaultLocation place = FaultLocation.ofFile("in/f.parquet")
                .inRowGroup(rowGroup)
                .inColumn("v")
                .atRow(row);
        return Fault.of(
                        ErrorCode.VALUE_OUT_OF_RANGE,
                        "in/f.parquet, row group " + rowGroup + ", column 'v'",
                        found + " (row " + row + " of the row group, counted from 0)",
                        allowed)
                .at(place);
    }

    @Test
    void shouldNameTheRowOfAnUnsignedNumberThatALongCannotHold() throws IOException {
        // Given nulls, in pages of a hundred rows or so, and one number that is too large
        List<RowFiller> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            long value = i == 777 ? Long.MIN_VALUE : i;
            boolean isNull = i % 3 == 1;
            rows.add(row(i, row -> {
                if (!isNull) {
                    row.add("v", value);
                }
            }));
        }
        Options options = new Options(
                Options.PLAIN.codec(),
                Options.PLAIN.version(),
                false,
                false,
                512,
                Options.PLAIN.rowGroupBytes(),
                false);
        GroupFiles.writeGroups(
                root.resolve("in/f.parquet"),
                "message m { required int32 id; optional int64 v (UINT_64); }",
                options,
                rows);
        // When / Then
        assertThat(refusal(table(Field.nullable("v", PrimitiveType.LONG))))
                .isEqualTo(outOfRange(0, 777, "the unsigned number 9223372036854775808", "0 to 9223372036854775807"));
    }

    @Test
    void shouldNameTheRowOfAValueInsideAListThatTheTableCannotHold() throws IOException {
        // Given lists of none to three numbers, and a number that is too large in row 4
        List<RowFiller> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int id = i;
            rows.add(row(i, row -> {
                for (int j = 0; j < id % 4; j++) {
                    row.add("v", (long) j);
                }
                if (id == 4) {
                    row.add("v", -1L);
                }
            }));
        }
        write("required int32 id; repeated int64 v (UINT_64);", Options.PLAIN, rows.toArray(RowFiller[]::new));
        // When / Then
        assertThat(refusal(table(Field.required("v", new ListType(PrimitiveType.LONG, false)))))
                .isEqualTo(outOfRange(0, 4, "the unsigned number 18446744073709551615", "0 to 9223372036854775807"));
    }

    @Test
    void shouldNameTheRowOfADecimalThatTheTableCannotHold() throws IOException {
        // Given four digits, as the file says, and a number of ten
        write(
                "required int32 id; required binary v (DECIMAL(4,2));",
                Options.PLAIN,
                row(1, row -> row.add("v", Binary.fromConstantByteArray(bytes(1, 0)))),
                row(2, row -> row.add("v", Binary.fromConstantByteArray(bytes(1, 0, 0, 0, 0)))));
        // When / Then
        assertThat(refusal(table(Field.required("v", new DecimalType(4, 2))))
                        .location()
                        .row())
                .isEqualTo(1);
    }

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
                        Field.nullable("w", new ListType(PrimitiveType.STRING, false))));
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

    static Stream<Tuple> timestamps() {
        long noon = 43_200_000_000_000L;
        return Stream.of(
                Tuple.tuple(TimestampType.Unit.MILLIS, true, 2_440_589, noon, "1970-01-02T12:00:00Z"),
                Tuple.tuple(TimestampType.Unit.MICROS, true, 2_440_587, noon + 1_000, "1969-12-31T12:00:00.000001Z"),
                Tuple.tuple(TimestampType.Unit.MICROS, false, 2_440_588, noon, "1970-01-01T12:00"),
                Tuple.tuple(TimestampType.Unit.NANOS, true, 2_440_588, noon + 1, "1970-01-01T12:00:00.000000001Z"),
                Tuple.tuple(
                        TimestampType.Unit.NANOS, true, 2_333_836, 763_145_224_192L, "1677-09-21T00:12:43.145224192Z"),
                Tuple.tuple(
                        TimestampType.Unit.NANOS,
                        true,
                        2_547_339,
                        85_636_854_775_807L,
                        "2262-04-11T23:47:16.854775807Z"));
    }

    @ParameterizedTest
    @MethodSource("timestamps")
    void shouldLoadTimestampsOf96BitsInAnyUnit(Tuple value) throws IOException {
        // Given
        Object[] parts = value.toArray();
        Schema schema =
                table(Field.nullable("v", new TimestampType((TimestampType.Unit) parts[0], (boolean) parts[1])));
        byte[] stored = int96((int) parts[2], (long) parts[3]);
        write(
                "required int32 id; optional int96 v;",
                Options.PLAIN,
                row(1, row -> row.add("v", Binary.fromConstantByteArray(stored))));
        // When / Then
        assertThat(loaded(schema)).extracting(Object::toString).containsExactly((String) parts[4]);
    }

    static Stream<Tuple> timestampsThatTheUnitCannotHold() {
        String nanos = "1677-09-21T00:12:43.145224192 to 2262-04-11T23:47:16.854775807";
        String micros = "whole microseconds of the years -290307 to 294246";
        return Stream.of(
                Tuple.tuple(
                        TimestampType.Unit.NANOS,
                        2_547_339,
                        85_636_854_775_808L,
                        "2262-04-11T23:47:16.854775808",
                        nanos),
                Tuple.tuple(
                        TimestampType.Unit.NANOS, 2_333_836, 763_145_224_191L, "1677-09-21T00:12:43.145224191", nanos),
                Tuple.tuple(TimestampType.Unit.NANOS, 5_373_484, 0L, "9999-12-31T00:00", nanos),
                Tuple.tuple(TimestampType.Unit.MICROS, 2_440_588, 1L, "1970-01-01T00:00:00.000000001", micros),
                Tuple.tuple(
                        TimestampType.Unit.MICROS,
                        Integer.MAX_VALUE,
                        -1_000L,
                        "-1000 ns of the Julian day 2147483647",
                        micros),
                Tuple.tuple(
                        TimestampType.Unit.MILLIS,
                        2_440_588,
                        1_000L,
                        "1970-01-01T00:00:00.000001",
                        "whole milliseconds"));
    }

    @ParameterizedTest
    @MethodSource("timestampsThatTheUnitCannotHold")
    void shouldNameRowAndValueOfATimestampOf96BitsThatTheUnitCannotHold(Tuple value) throws IOException {
        // Given two row groups, the value in the second
        Object[] parts = value.toArray();
        byte[] good = int96(2_440_588, 0);
        byte[] bad = int96((int) parts[1], (long) parts[2]);
        List<RowFiller> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] stored = i == 299 ? bad : good;
            rows.add(row(i, row -> row.add("v", Binary.fromConstantByteArray(stored))));
        }
        Options options = new Options(Options.PLAIN.codec(), Options.PLAIN.version(), false, false, 512, 1_000, false);
        GroupFiles.writeGroups(
                root.resolve("in/f.parquet"), "message m { required int32 id; required int96 v; }", options, rows);
        List<RowGroup> groups =
                InputCheck.readFooter(store(), info("f.parquet")).rowGroups();
        int last = groups.size() - 1;
        assertThat(last).isPositive();
        long row = groups.get(last).getNum_rows() - 1;
        // When / Then
        assertThat(refusal(table(Field.required("v", new TimestampType((TimestampType.Unit) parts[0], true)))))
                .isEqualTo(outOfRange(last, row, "the timestamp " + parts[3], (String) parts[4]));
    }
}
