package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.io.api.Binary;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.ListType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.TimestampType;
import sleeper.sort.check.InputCheck;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.GroupFiles.Options;
import sleeper.sort.reference.GroupFiles.RowFiller;

/** Values of files that a field takes in general and cannot hold. */
class OutOfRangeIT extends TypeFiles {
    private static byte[] int96(int julianDay, long nanos) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(nanos)
                .putInt(julianDay)
                .array();
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
