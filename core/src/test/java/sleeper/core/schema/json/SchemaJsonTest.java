package sleeper.core.schema.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.GoldenFile;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;

class SchemaJsonTest {
    private static final Schema EVERY_TYPE = new Schema(
            List.of(
                    Field.required("k1", PrimitiveType.STRING),
                    Field.required("k2", PrimitiveType.INT),
                    Field.required("k3", PrimitiveType.BYTEARRAY)),
            List.of(Field.required("s", PrimitiveType.LONG)),
            List.of(
                    Field.nullable("float", PrimitiveType.FLOAT),
                    Field.required("double", PrimitiveType.DOUBLE),
                    Field.required("boolean", PrimitiveType.BOOLEAN),
                    Field.required("date", PrimitiveType.DATE),
                    Field.required("at", TimestampType.DEFAULT),
                    Field.required("local", new TimestampType(TimestampType.Unit.NANOS, false)),
                    Field.required("price", new DecimalType(10, 2)),
                    Field.nullable("tags", new ListType(PrimitiveType.STRING, true)),
                    Field.required("ids", new ListType(PrimitiveType.LONG, false)),
                    Field.required("map", new MapType(PrimitiveType.STRING, new DecimalType(38, 0), true)),
                    Field.required(
                            "struct",
                            new StructType(List.of(
                                    Field.nullable("a", PrimitiveType.INT),
                                    Field.required("b", new ListType(PrimitiveType.DATE, false)))))));

    @Test
    void shouldReadTheSchemaFileOfTheContract() {
        assertThat(SchemaJson.parse(
                        "{\"rowKeyFields\":[{\"name\":\"key\",\"type\":\"string\"}],\"sortKeyFields\":[{\"name\":\"timestamp\",\"type\":\"long\"}],"
                                + "\"valueFields\":[{\"name\":\"value\",\"type\":\"string\",\"nullable\":true}]}"))
                .isEqualTo(new Schema(
                        List.of(Field.required("key", PrimitiveType.STRING)),
                        List.of(Field.required("timestamp", PrimitiveType.LONG)),
                        List.of(Field.nullable("value", PrimitiveType.STRING))));
    }

    @Test
    void shouldWriteEveryTypeAsTheGoldenFileHasIt() {
        assertThat(SchemaJson.toJson(EVERY_TYPE).toPrettyString()).isEqualTo(GoldenFile.read("schema.json"));
    }

    @Test
    void shouldReadBackWhatItWrote() {
        assertThat(SchemaJson.parse(SchemaJson.write(EVERY_TYPE))).isEqualTo(EVERY_TYPE);
        assertThat(SchemaJson.fromJson(SchemaJson.toJson(EVERY_TYPE))).isEqualTo(EVERY_TYPE);
    }

    @Test
    void shouldReadBackStoredSchemasThatAreLongerOrDeeperThanAPersonMayWrite() {
        // Given more than a million characters, and 32 structs inside each other
        List<Field> many = IntStream.range(0, 10_000)
                .mapToObj(i -> Field.nullable("x".repeat(100) + i, PrimitiveType.STRING))
                .toList();
        Schema wide = new Schema(List.of(Field.required("k", PrimitiveType.INT)), List.of(), many);
        FieldType type = PrimitiveType.INT;
        for (int i = 0; i < 32; i++) {
            type = new StructType(List.of(Field.nullable("s", type)));
        }
        Schema deep = new Schema(
                List.of(Field.required("k", PrimitiveType.INT)), List.of(), List.of(Field.required("v", type)));
        // When / Then
        assertThat(SchemaJson.fromJson(SchemaJson.toJson(wide))).isEqualTo(wide);
        assertThat(SchemaJson.fromJson(SchemaJson.toJson(deep))).isEqualTo(deep);
    }

    @Test
    void shouldRefuseColumnsThatFilesCouldNotBeReadWith() {
        // Given 33 lists inside each other, and 10,001 columns
        String lists = "{\"type\":\"list\",\"element\":".repeat(33) + "\"int\"" + "}".repeat(33);
        String many = IntStream.range(0, 10_001)
                .mapToObj(i -> "{\"name\":\"c" + i + "\",\"type\":\"int\"}")
                .collect(Collectors.joining(","));
        // When / Then
        assertThat(faultsOf(
                        "{\"rowKeyFields\":[{\"name\":\"k\",\"type\":\"int\"}],\"valueFields\":[{\"name\":\"v\",\"type\":"
                                + lists + "}]}"))
                .containsExactly(Fault.of(
                        ErrorCode.BAD_SCHEMA,
                        "the schema, field 'v'",
                        "33 lists, maps and structs inside each other",
                        "at most 32"));
        assertThat(faultsOf("{\"rowKeyFields\":[" + many + "]}"))
                .containsExactly(Fault.of(
                        ErrorCode.BAD_SCHEMA,
                        "the schema",
                        "10001 columns, when lists, maps and structs are taken apart",
                        "at most 10000"));
    }

    @Test
    void shouldTakeDecimalAndTimestampAsObjectsToo() {
        Schema schema = SchemaJson.parse("{\"rowKeyFields\":[{\"name\":\"k\",\"type\":\"int\"}],\"valueFields\":["
                + "{\"name\":\"a\",\"type\":{\"type\":\"decimal\",\"precision\":5,\"scale\":1}},"
                + "{\"name\":\"b\",\"type\":{\"type\":\"timestamp\"}},"
                + "{\"name\":\"c\",\"type\":{\"type\":\"timestamp\",\"unit\":\"millis\",\"utc\":true}}]}");

        assertThat(schema.valueFields())
                .containsExactly(
                        Field.required("a", new DecimalType(5, 1)),
                        Field.required("b", TimestampType.DEFAULT),
                        Field.required("c", new TimestampType(TimestampType.Unit.MILLIS, true)));
    }

    @Test
    void shouldTellEveryFaultWithItsPlace() {
        String text = """
                {"rowKeyFields": [{"name":"k","type":"double"}],
                 "sortKeyFields": [{"name":"k","type":"long","nullable":true}],
                 "valueField": [],
                 "valueFields": [{"name":"v","type":"strng"}, 7, {"type":"decimal(39,2)","name":""},
                   {"name":"l","type":{"type":"list","elementNullable":"no"}}]}""";

        assertThat(faultsOf(text))
                .allMatch(fault -> fault.code() == ErrorCode.BAD_SCHEMA)
                .extracting(fault -> fault.where() + ": " + fault.found())
                .containsExactly(
                        "line 3, column 2: the field 'valueField'",
                        "line 1, column 38 (rowKeyFields[0].type): double",
                        "line 2, column 28 (sortKeyFields[0].name): the name 'k' again",
                        "line 2, column 20 (sortKeyFields[0].nullable): true",
                        "line 4, column 37 (valueFields[0].type): 'strng'",
                        "line 4, column 47 (valueFields[1]): the number 7",
                        "line 4, column 81 (valueFields[2].name): an empty name",
                        "line 4, column 58 (valueFields[2].type): decimal(39,2)",
                        "line 5, column 56 (valueFields[3].type.elementNullable): 'no'",
                        "line 5, column 23 (valueFields[3].type): no field 'element'");
    }

    @Test
    void shouldAskForARowKey() {
        assertThat(faultsOf("{}")).extracting(Fault::found).containsExactly("no field 'rowKeyFields'");
        assertThat(faultsOf("{\"rowKeyFields\":[]}")).extracting(Fault::found).containsExactly("no field");
        assertThat(faultsOf("[]")).extracting(Fault::found).containsExactly("an array");
    }

    @Test
    void shouldRefuseTextThatIsNotJson() {
        assertThat(faultsOf("{")).extracting(Fault::code).containsExactly(ErrorCode.MALFORMED_JSON);
    }

    private static List<Fault> faultsOf(String text) {
        return catchThrowableOfType(InvalidRequestException.class, () -> SchemaJson.parse(text))
                .faults();
    }
}
