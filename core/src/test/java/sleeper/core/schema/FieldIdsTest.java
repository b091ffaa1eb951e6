package sleeper.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FieldIdsTest {
    private static final Field KEY = Field.required("key", PrimitiveType.STRING);
    private static final Field TAGS = Field.nullable("tags", new ListType(PrimitiveType.INT, true));
    private static final Field LABELS = Field.nullable(
            "labels",
            new MapType(
                    PrimitiveType.STRING,
                    new StructType(List.of(Field.required("a", PrimitiveType.INT), TAGS)),
                    false));

    @Test
    void shouldNumberFieldsAndTheirPartsInColumnOrder() {
        assertThat(new Schema(List.of(KEY), List.of(), List.of(TAGS, LABELS)).ids())
                .isEqualTo(new FieldIds(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 9));
    }

    @Test
    void shouldGiveAnAddedFieldNumbersThatWereNeverGiven() {
        // Given a schema of which the last numbers given are no longer in use
        Schema schema = new Schema(List.of(KEY), List.of(), List.of(), new FieldIds(List.of(1), 7));
        // When
        Schema more = schema.with(TAGS);
        // Then
        assertThat(more.ids()).isEqualTo(new FieldIds(List.of(1, 8, 9), 9));
        assertThat(more.valueFields()).containsExactly(TAGS);
    }

    @Test
    void shouldNumberAnAddedFieldAsIfItHadBeenThereFromTheStart() {
        Schema one = new Schema(List.of(KEY), List.of(), List.of(TAGS));
        assertThat(one.with(LABELS)).isEqualTo(new Schema(List.of(KEY), List.of(), List.of(TAGS, LABELS)));
    }

    @Test
    void shouldRefuseNumbersThatAreGivenTwiceOrAreNone() {
        assertThatThrownBy(() -> new FieldIds(List.of(1, 1), 2)).hasMessageContaining("distinct");
        assertThatThrownBy(() -> new FieldIds(List.of(0), 2)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> new FieldIds(List.of(3), 2)).hasMessage("the last field id is 2, and 3 was given");
    }

    @Test
    void shouldRefuseASchemaWithMoreOrFewerNumbersThanItsFieldsTake() {
        FieldIds two = new FieldIds(List.of(1, 2), 2);
        assertThatThrownBy(() -> new Schema(List.of(KEY), List.of(), List.of(), two))
                .hasMessage("2 field ids for 1");
    }
}
