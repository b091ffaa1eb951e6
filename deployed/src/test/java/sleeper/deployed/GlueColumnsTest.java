package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;

class GlueColumnsTest {
    private static List<String> columns(Field... more) {
        Schema schema = new Schema(List.of(Field.required("key", PrimitiveType.LONG)), List.of(), List.of(more));
        return GlueColumns.of(schema).stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    private static Field field(String name, FieldType type) {
        return Field.nullable(name, type);
    }

    @Test
    void shouldNameEveryTypeAsAthenaDoes() {
        List<Field> fields = new ArrayList<>();
        Stream.of(PrimitiveType.values()).forEach(type -> fields.add(field("p" + type.name(), type)));
        fields.add(field("d", new DecimalType(20, 3)));
        fields.add(field("t", new TimestampType(TimestampType.Unit.MICROS, true)));
        fields.add(field("l", new ListType(PrimitiveType.INT, true)));
        fields.add(field("m", new MapType(PrimitiveType.STRING, new ListType(PrimitiveType.DATE, true), true)));
        fields.add(field(
                "s", new StructType(List.of(field("a", PrimitiveType.INT), field("b_1", PrimitiveType.DOUBLE)))));

        assertThat(columns(fields.toArray(Field[]::new)))
                .contains(
                        "key bigint",
                        "d decimal(20,3)",
                        "t timestamp",
                        "l array<int>",
                        "m map<string,array<date>>",
                        "s struct<a:int,b_1:double>")
                .hasSize(fields.size() + 1);
    }

    @Test
    void shouldLeaveOutWhatTheViewLeavesOut() {
        assertThat(columns(field("t", new TimestampType(TimestampType.Unit.NANOS, true))))
                .containsExactly("key bigint");
    }

    @Test
    void shouldLeaveOutWhatGlueCannotTake() {
        assertThat(columns(
                        field("n".repeat(256), PrimitiveType.INT),
                        field("\u00FC".repeat(128), PrimitiveType.INT),
                        field("two\nlines", PrimitiveType.INT),
                        field("s", new StructType(List.of(field("a:b", PrimitiveType.INT)))),
                        field("l", new ListType(new StructType(List.of(field("<", PrimitiveType.INT))), true))))
                .containsExactly("key bigint");
    }

    @Test
    void shouldTakeNamesAsLongAndAsOddAsGlueTakesThem() {
        assertThat(columns(field("n".repeat(255), PrimitiveType.INT), field("a \"quoted\" ../<b>", PrimitiveType.INT)))
                .containsExactly("key bigint", "n".repeat(255) + " int", "a \"quoted\" ../<b> int");
    }

    @Test
    void shouldTakeTheFirstOfNamesThatDifferByCaseOnly() {
        assertThat(columns(field("Key", PrimitiveType.INT), field("x", PrimitiveType.INT)))
                .containsExactly("key bigint", "x int");
    }
}
