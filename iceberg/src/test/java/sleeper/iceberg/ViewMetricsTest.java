package sleeper.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.junit.jupiter.api.Test;
import sleeper.core.key.Region;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.DataFile;
import sleeper.core.table.ValueBounds;

class ViewMetricsTest {
    private static final DataFile FILE = new DataFile("data/p/j/1/r-0.parquet", Region.all(1), 10, 100, "0".repeat(64));
    private static final Field KEY = Field.required("key", PrimitiveType.INT);

    /** @return metrics of a value column whose id is 2 */
    private static Metrics metrics(FieldType type, byte[] lower, byte[] upper) {
        ColumnMetrics column = new ColumnMetrics(2, 40, 10, 3, Optional.of(new ValueBounds(lower, upper)));
        return metricsOf(type).of(FILE, List.of(column));
    }

    private static ViewMetrics metricsOf(FieldType type) {
        return new ViewMetrics(viewOf(type));
    }

    private static ViewSchema viewOf(FieldType type) {
        return ViewSchema.of(new Schema(List.of(KEY), List.of(), List.of(Field.nullable("value", type))));
    }

    private static byte[] ints(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] longs(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    /** @return the bounds as a reader of the format decodes them */
    private static List<Object> decoded(FieldType type, byte[] lower, byte[] upper) {
        Metrics metrics = metrics(type, lower, upper);
        Type iceberg = viewOf(type).columns().get(1).type();
        return List.of(
                Conversions.fromByteBuffer(iceberg, metrics.lowerBounds().get(2)),
                Conversions.fromByteBuffer(iceberg, metrics.upperBounds().get(2)));
    }

    @Test
    void shouldWriteBoundsThatReadersDecodeAsTheValues() {
        assertThat(decoded(PrimitiveType.INT, ints(-5), ints(7))).containsExactly(-5, 7);
        assertThat(decoded(PrimitiveType.LONG, longs(Long.MIN_VALUE), longs(9))).containsExactly(Long.MIN_VALUE, 9L);
        assertThat(decoded(PrimitiveType.DATE, ints(-1), ints(20_000))).containsExactly(-1, 20_000);
        assertThat(decoded(PrimitiveType.BOOLEAN, new byte[] {0}, new byte[] {1}))
                .containsExactly(false, true);
        assertThat(decoded(PrimitiveType.FLOAT, ints(Float.floatToIntBits(-0.0f)), ints(Float.floatToIntBits(2.5f))))
                .containsExactly(-0.0f, 2.5f);
        assertThat(decoded(
                        PrimitiveType.DOUBLE,
                        longs(Double.doubleToLongBits(-1.5)),
                        longs(Double.doubleToLongBits(0.0))))
                .containsExactly(-1.5, 0.0);
        assertThat(decoded(PrimitiveType.BYTEARRAY, new byte[] {0}, new byte[] {-1, 2}))
                .containsExactly(ByteBuffer.wrap(new byte[] {0}), ByteBuffer.wrap(new byte[] {-1, 2}));
        assertThat(decoded(PrimitiveType.STRING, utf8("a"), utf8("ñ")).stream().map(Object::toString))
                .containsExactly("a", "ñ");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldWriteDecimalsOfEachWidthByTheirUnscaledValue() {
        assertThat(decoded(new DecimalType(9, 2), ints(-12_345), ints(1)))
                .containsExactly(new BigDecimal("-123.45"), new BigDecimal("0.01"));
        assertThat(decoded(new DecimalType(18, 3), longs(-1), longs(123_456_789_012L)))
                .containsExactly(new BigDecimal("-0.001"), new BigDecimal("123456789.012"));
        byte[] wide = new byte[16];
        wide[15] = 100;
        assertThat(decoded(new DecimalType(38, 1), new byte[16], wide))
                .containsExactly(new BigDecimal("0.0"), new BigDecimal("10.0"));
    }

    @Test
    void shouldWriteTimestampsAsMicroseconds() {
        TimestampType millis = new TimestampType(TimestampType.Unit.MILLIS, true);
        assertThat(decoded(millis, longs(-1), longs(1_700_000_000_000L)))
                .containsExactly(-1000L, 1_700_000_000_000_000L);
        assertThat(decoded(TimestampType.DEFAULT, longs(-1), longs(17))).containsExactly(-1L, 17L);
    }

    @Test
    void shouldLeaveOutBoundsThatNoReaderCouldUse() {
        // Given text that is not UTF-8, and milliseconds of which no micros can be made
        byte[] broken = {(byte) 0xC3};
        TimestampType millis = new TimestampType(TimestampType.Unit.MILLIS, false);
        for (Metrics metrics : List.of(
                metrics(PrimitiveType.STRING, broken, utf8("z")),
                metrics(PrimitiveType.STRING, utf8("a"), broken),
                metrics(millis, longs(Long.MIN_VALUE), longs(0)),
                metrics(millis, longs(0), longs(Long.MAX_VALUE)))) {
            // Then all else is told
            assertThat(metrics.lowerBounds()).isEmpty();
            assertThat(metrics.upperBounds()).isEmpty();
            assertThat(metrics.nullValueCounts()).containsEntry(2, 3L);
            assertThat(metrics.valueCounts()).containsEntry(2, 10L);
            assertThat(metrics.columnSizes()).containsEntry(2, 40L);
        }
    }

    @Test
    void shouldTellOfPartsOfListsAndMapsTheirSizesAlone() {
        ColumnMetrics element = new ColumnMetrics(3, 40, 10, 3, Optional.empty());
        for (FieldType type : List.of(
                new ListType(PrimitiveType.INT, true), new MapType(PrimitiveType.INT, PrimitiveType.INT, false))) {
            Metrics metrics = metricsOf(type).of(FILE, List.of(element));
            assertThat(metrics.columnSizes()).containsEntry(3, 40L);
            assertThat(metrics.nullValueCounts()).isEmpty();
        }
        Metrics ofStruct = metricsOf(new StructType(List.of(Field.nullable("a", PrimitiveType.INT))))
                .of(FILE, List.of(element));
        assertThat(ofStruct.nullValueCounts()).containsEntry(3, 3L);
    }

    @Test
    void shouldTellNothingOfAColumnThatTheViewLacks() {
        Metrics metrics = metrics(new TimestampType(TimestampType.Unit.NANOS, true), longs(1), longs(2));
        assertThat(metrics.columnSizes()).isEmpty();
        assertThat(metrics.lowerBounds()).isEmpty();
        assertThat(metrics.recordCount()).isEqualTo(10);
    }
}
