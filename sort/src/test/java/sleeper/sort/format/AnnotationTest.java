package sleeper.sort.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Stream;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.EnumType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.Float16Type;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.JsonType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.UUIDType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ErrorCode;
import sleeper.sort.fault.BadInputException;

/** Two annotations of one column, the older converted type and the newer logical type: they mean the same, or the file is refused. */
class AnnotationTest {
    private static final TimeUnit MILLIS = TimeUnit.MILLIS(new MilliSeconds());
    private static final TimeUnit MICROS = TimeUnit.MICROS(new MicroSeconds());
    private static final TimeUnit NANOS = TimeUnit.NANOS(new NanoSeconds());

    private static SchemaElement column(Type type) {
        return MadeFooter.element("c", FieldRepetitionType.OPTIONAL).setType(type);
    }

    private static SchemaElement both(Type type, ConvertedType converted, LogicalType logical) {
        return column(type).setConverted_type(converted).setLogicalType(logical);
    }

    private static LogicalType timestamp(boolean utc, TimeUnit unit) {
        return LogicalType.TIMESTAMP(new TimestampType(utc, unit));
    }

    private static LogicalType time(TimeUnit unit) {
        return LogicalType.TIME(new TimeType(true, unit));
    }

    private static LogicalType integer(int bits, boolean signed) {
        return LogicalType.INTEGER(new IntType((byte) bits, signed));
    }

    private static LogicalType decimal(int precision, int scale) {
        return LogicalType.DECIMAL(new DecimalType(scale, precision));
    }

    private static final LogicalType STRING = LogicalType.STRING(new StringType());
    private static final LogicalType ENUM = LogicalType.ENUM(new EnumType());
    private static final LogicalType JSON = LogicalType.JSON(new JsonType());
    private static final LogicalType DATE = LogicalType.DATE(new DateType());
    private static final LogicalType UUID = LogicalType.UUID(new UUIDType());
    private static final LogicalType FLOAT16 = LogicalType.FLOAT16(new Float16Type());
    private static final LogicalType UNKNOWN = LogicalType.UNKNOWN(new NullType());

    static Stream<Arguments> contradictions() {
        return Stream.of(
                Arguments.of(both(Type.BYTE_ARRAY, ConvertedType.JSON, STRING), "STRING and JSON"),
                Arguments.of(both(Type.BYTE_ARRAY, ConvertedType.UTF8, ENUM), "ENUM and UTF8"),
                Arguments.of(both(Type.BYTE_ARRAY, ConvertedType.BSON, JSON), "JSON and BSON"),
                Arguments.of(both(Type.INT32, ConvertedType.TIME_MILLIS, DATE), "DATE and TIME_MILLIS"),
                Arguments.of(both(Type.INT32, ConvertedType.INT_32, integer(16, true)), "INTEGER(16) and INT_32"),
                Arguments.of(
                        both(Type.INT32, ConvertedType.INT_32, integer(32, false)), "INTEGER(32, unsigned) and INT_32"),
                Arguments.of(column(Type.INT32).setLogicalType(integer(33, true)), "INTEGER(33)"),
                Arguments.of(
                        both(Type.INT64, ConvertedType.TIMESTAMP_MICROS, timestamp(true, MILLIS)),
                        "TIMESTAMP(MILLIS) and TIMESTAMP_MICROS"),
                Arguments.of(
                        both(Type.INT64, ConvertedType.TIMESTAMP_MILLIS, timestamp(false, NANOS)),
                        "TIMESTAMP(NANOS) and TIMESTAMP_MILLIS"),
                Arguments.of(
                        both(Type.INT64, ConvertedType.TIMESTAMP_MICROS, time(MICROS)),
                        "TIME(MICROS) and TIMESTAMP_MICROS"),
                Arguments.of(
                        both(Type.FIXED_LEN_BYTE_ARRAY, ConvertedType.INTERVAL, UUID)
                                .setType_length(16),
                        "UUID and INTERVAL"),
                Arguments.of(
                        both(Type.FIXED_LEN_BYTE_ARRAY, ConvertedType.DECIMAL, FLOAT16)
                                .setType_length(2)
                                .setPrecision(4),
                        "FLOAT16 and DECIMAL"),
                Arguments.of(both(Type.INT32, ConvertedType.INT_8, UNKNOWN), "UNKNOWN and INT_8"),
                Arguments.of(
                        both(Type.INT32, ConvertedType.DECIMAL, decimal(9, 2))
                                .setPrecision(9)
                                .setScale(3),
                        "DECIMAL(9, 2) and DECIMAL(9, 3)"),
                Arguments.of(
                        both(Type.INT32, ConvertedType.DECIMAL, decimal(9, 2))
                                .setPrecision(8)
                                .setScale(2),
                        "DECIMAL(9, 2) and DECIMAL(8, 2)"),
                Arguments.of(
                        both(Type.INT32, ConvertedType.DECIMAL, decimal(9, 2)).setPrecision(9),
                        "DECIMAL(9, 2) and DECIMAL(9, 0)"),
                Arguments.of(both(Type.INT32, ConvertedType.DECIMAL, decimal(9, 2)), "DECIMAL(9, 2) and DECIMAL(0, 0)"),
                Arguments.of(
                        column(Type.INT32)
                                .setLogicalType(decimal(9, 2))
                                .setPrecision(9)
                                .setScale(6),
                        "DECIMAL(9, 2) and DECIMAL(9, 6)"),
                Arguments.of(
                        column(Type.INT32)
                                .setConverted_type(ConvertedType.INT_32)
                                .setPrecision(9)
                                .setScale(2),
                        "INT_32 and DECIMAL(9, 2)"),
                Arguments.of(column(Type.INT64).setPrecision(9).setScale(2), "no annotation and DECIMAL(9, 2)"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("contradictions")
    void shouldRefuseAColumnWhoseAnnotationsContradictEachOther(SchemaElement column, String annotations) {
        assertThatThrownBy(() -> FooterReader.read(MadeFooter.file(MadeFooter.ofOneColumn(column))))
                .isInstanceOfSatisfying(BadInputException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE);
                    assertThat(e.found()).isEqualTo("column 'c' of the schema annotated " + annotations);
                });
    }

    static Stream<SchemaElement> agreements() {
        return Stream.of(
                column(Type.INT32),
                column(Type.INT64).setPrecision(0).setScale(0),
                both(Type.BYTE_ARRAY, ConvertedType.UTF8, STRING),
                both(Type.BYTE_ARRAY, ConvertedType.ENUM, ENUM),
                both(Type.INT32, ConvertedType.DATE, DATE),
                both(Type.INT32, ConvertedType.UINT_16, integer(16, false)),
                both(Type.INT64, ConvertedType.INT_64, integer(64, true)),
                both(Type.INT64, ConvertedType.TIMESTAMP_MILLIS, timestamp(true, MILLIS)),
                // Writers annotate local time the old way too, as the format asks
                both(Type.INT64, ConvertedType.TIMESTAMP_MICROS, timestamp(false, MICROS)),
                column(Type.INT64).setLogicalType(timestamp(true, NANOS)),
                column(Type.INT64).setLogicalType(timestamp(true, MICROS)),
                both(Type.INT64, ConvertedType.TIME_MICROS, time(MICROS)),
                column(Type.INT64).setConverted_type(ConvertedType.TIMESTAMP_MICROS),
                column(Type.INT32).setConverted_type(ConvertedType.DECIMAL).setPrecision(9),
                column(Type.INT32).setLogicalType(decimal(9, 2)),
                both(Type.INT32, ConvertedType.DECIMAL, decimal(9, 2))
                        .setPrecision(9)
                        .setScale(2),
                both(Type.INT32, ConvertedType.DECIMAL, decimal(9, 0)).setPrecision(9),
                column(Type.FIXED_LEN_BYTE_ARRAY).setType_length(16).setLogicalType(UUID),
                // What one writer makes of the old annotation of a map's entries
                both(Type.INT32, ConvertedType.MAP_KEY_VALUE, UNKNOWN),
                column(Type.INT32).setLogicalType(UNKNOWN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("agreements")
    void shouldTakeAnnotationsThatMeanTheSame(SchemaElement column) throws IOException {
        assertThat(FooterReader.read(MadeFooter.file(MadeFooter.ofOneColumn(column)))
                        .root()
                        .children())
                .extracting(ParquetNode::element)
                .containsExactly(column);
    }
}
