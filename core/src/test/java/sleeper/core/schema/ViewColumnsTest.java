package sleeper.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ViewColumnsTest {
    private static final FieldType NANOS = new TimestampType(TimestampType.Unit.NANOS, false);

    private static List<String> leftOut(Field... values) {
        Schema schema = new Schema(List.of(Field.required("key", PrimitiveType.INT)), List.of(), List.of(values));
        return ViewColumns.leftOut(schema).stream().map(LeftOutColumn::name).toList();
    }

    private static Field struct(String name, String... fields) {
        return Field.nullable(
                name,
                new StructType(List.of(fields).stream()
                        .map(field -> Field.nullable(field, PrimitiveType.INT))
                        .toList()));
    }

    @Test
    void shouldHaveEveryTypeButNanoseconds() {
        assertThat(leftOut(
                        Field.nullable("a", TimestampType.DEFAULT),
                        Field.nullable("b", NANOS),
                        Field.nullable("c", new ListType(NANOS, true)),
                        Field.nullable("d", new MapType(PrimitiveType.STRING, NANOS, true)),
                        Field.nullable("e", new StructType(List.of(Field.nullable("x", NANOS)))),
                        Field.nullable("f", new DecimalType(38, 38))))
                .containsExactly("b", "c", "d", "e");
    }

    @Test
    void shouldLeaveOutWhatReadersCannotTellFromAnotherByItsName() {
        assertThat(leftOut(struct("a", "b"), Field.nullable("a.b", PrimitiveType.INT)))
                .containsExactly("a.b");
        assertThat(leftOut(Field.nullable("a.b", PrimitiveType.INT), struct("a", "b")))
                .containsExactly("a");
        assertThat(leftOut(new Field(
                        "a",
                        new StructType(List.of(struct("b", "c"), Field.nullable("b.c", PrimitiveType.INT))),
                        true)))
                .containsExactly("a");
        assertThat(leftOut(
                        Field.nullable("tags", new ListType(PrimitiveType.INT, true)),
                        Field.nullable("tags.element", PrimitiveType.INT)))
                .containsExactly("tags.element");
    }

    @Test
    void shouldHaveNamesOfAllSorts() {
        assertThat(leftOut(
                        Field.nullable("../x", PrimitiveType.INT),
                        Field.nullable("a.b", PrimitiveType.INT),
                        Field.nullable("\"'<b>\u202e", PrimitiveType.INT),
                        Field.nullable("n".repeat(10_000), PrimitiveType.INT)))
                .isEmpty();
    }
}
