package sleeper.sort.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;
import sleeper.core.schema.TimestampType.Unit;

class TextValuesTest {
    private static final TimestampType MILLIS = new TimestampType(Unit.MILLIS, true);
    private static final TimestampType NANOS = new TimestampType(Unit.NANOS, true);
    private static final TimestampType LOCAL = new TimestampType(Unit.MICROS, false);

    private static Optional<Object> value(FieldType type, String text) {
        return TextValues.vectorOf(type, text).map(vector -> JavaValues.of(type, vector, 0));
    }

    private static FieldType type(String word) {
        return switch (word) {
            case "millis" -> MILLIS;
            case "nanos" -> NANOS;
            case "local" -> LOCAL;
            case "decimal" -> new DecimalType(5, 2);
            default -> PrimitiveType.valueOf(word);
        };
    }

    @Test
    void shouldReadWholeNumbersWithSignAndLeadingZeros() {
        assertThat(value(PrimitiveType.INT, "007")).contains(7);
        assertThat(value(PrimitiveType.INT, "-2147483648")).contains(Integer.MIN_VALUE);
        assertThat(value(PrimitiveType.LONG, "+9223372036854775807")).contains(Long.MAX_VALUE);
    }

    @Test
    void shouldReadTextAndBytesAsTheyStand() {
        assertThat(value(PrimitiveType.STRING, "")).contains("");
        assertThat(value(PrimitiveType.STRING, " né\uD83D\uDE00 ")).contains(" né\uD83D\uDE00 ");
        assertThat(value(PrimitiveType.BYTEARRAY, "é")).contains(new byte[] {(byte) 0xC3, (byte) 0xA9});
    }

    @Test
    void shouldReadTheNearestFloatAndDouble() {
        assertThat(value(PrimitiveType.FLOAT, "0.1")).contains(0.1f);
        assertThat(value(PrimitiveType.DOUBLE, "-.5e-3")).contains(-0.0005);
        assertThat(value(PrimitiveType.DOUBLE, "NaN")).contains(Double.NaN);
        assertThat(value(PrimitiveType.DOUBLE, "-inf")).contains(Double.NEGATIVE_INFINITY);
        assertThat(value(PrimitiveType.FLOAT, "Infinity")).contains(Float.POSITIVE_INFINITY);
    }

    @Test
    void shouldReadDecimalsThatAreExactInTheirScale() {
        assertThat(value(new DecimalType(5, 2), "123.4")).contains(new BigDecimal("123.40"));
        assertThat(value(new DecimalType(5, 2), "1.500")).contains(new BigDecimal("1.50"));
        assertThat(value(new DecimalType(38, 0), "-12345678901234567890123456789012345678"))
                .contains(new BigDecimal("-12345678901234567890123456789012345678"));
    }

    @Test
    void shouldReadTruthAndDays() {
        assertThat(value(PrimitiveType.BOOLEAN, "True")).contains(true);
        assertThat(value(PrimitiveType.BOOLEAN, "false")).contains(false);
        assertThat(value(PrimitiveType.DATE, "2026-11-28")).contains(LocalDate.of(2026, 11, 28));
        assertThat(value(PrimitiveType.DATE, "0001-01-01")).contains(LocalDate.of(1, 1, 1));
    }

    @Test
    void shouldReadTimesInTheFormsThatWritersGive() {
        Instant instant = Instant.parse("2026-11-28T09:30:00Z");
        for (String text : List.of(
                "2026-11-28 09:30:00",
                "2026-11-28T09:30",
                "2026-11-28T09:30:00.000Z",
                "2026-11-28 09:30:00.000000",
                "2026-11-28 11:30:00+02",
                "2026-11-28T08:00:00-01:30")) {
            assertThat(value(MILLIS, text)).as(text).contains(instant);
        }
        assertThat(value(MILLIS, "2026-11-28")).contains(Instant.parse("2026-11-28T00:00:00Z"));
        assertThat(value(NANOS, "2026-11-28 09:30:00.123456789"))
                .contains(Instant.parse("2026-11-28T09:30:00.123456789Z"));
        assertThat(value(LOCAL, "1969-12-31 23:59:59.999999"))
                .contains(LocalDateTime.parse("1969-12-31T23:59:59.999999"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT|",
                "INT|2147483648",
                "INT|1.0",
                "INT|0x10",
                "INT|' 1'",
                "INT|\u0661",
                "LONG|9223372036854775808",
                "LONG|1e3",
                "FLOAT|1e39",
                "DOUBLE|1e400",
                "DOUBLE|1d",
                "DOUBLE|0x1p3",
                "DOUBLE|''",
                "BOOLEAN|1",
                "BOOLEAN|yes",
                "DATE|2026-02-30",
                "DATE|20261128",
                "DATE|2026-11-28 00:00:00",
                "DATE|+999999999-01-01",
                "STRING|\uD83D",
                "decimal|1234.5",
                "decimal|1.234",
                "decimal|1e999",
                "decimal|NaN",
                "millis|2026-11-28 09:30:00.0001",
                "millis|2026-11-28 25:00:00",
                "millis|09:30:00",
                "nanos|2263-01-01",
                "nanos|2026-11-28 09:30:00+99",
                "local|2026-11-28 09:30:00Z"
            })
    void shouldNotTakeTextThatIsNoValueOfTheType(String type, String text) {
        assertThat(value(type(type), text == null ? "" : text)).isEmpty();
    }

    @Test
    void shouldNotTakeTextForTypesThatHaveFields() {
        assertThat(value(new ListType(PrimitiveType.INT, true), "1")).isEmpty();
        assertThat(value(new MapType(PrimitiveType.STRING, PrimitiveType.INT, true), "a=1"))
                .isEmpty();
        assertThat(value(new StructType(List.of(Field.required("a", PrimitiveType.INT))), "1"))
                .isEmpty();
    }

    @Test
    void shouldSayWhatTextsOfATypeLookLike() {
        assertThat(TextValues.formOf(PrimitiveType.INT)).isEqualTo("a value of type int");
        assertThat(TextValues.formOf(PrimitiveType.DATE)).isEqualTo("a date such as 2026-11-28");
        assertThat(TextValues.formOf(MILLIS))
                .isEqualTo("a timestamp(millis,utc) such as 2026-11-28 09:30:00, which is UTC");
    }
}
