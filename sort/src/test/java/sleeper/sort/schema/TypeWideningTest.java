package sleeper.sort.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.StructType;

class TypeWideningTest {
    @Test
    void shouldTakeTheWiderTypeOfEachPart() {
        // Given structs of which each has a wider part, in another order
        StructType one = new StructType(List.of(
                Field.required("a", PrimitiveType.INT),
                Field.required("b", new DecimalType(9, 2)),
                Field.required("c", PrimitiveType.STRING)));
        StructType other = new StructType(List.of(
                Field.required("c", PrimitiveType.STRING),
                Field.required("b", new DecimalType(5, 2)),
                Field.required("a", PrimitiveType.LONG)));
        // When / Then
        assertThat(TypeWidening.join(one, other))
                .contains(new StructType(List.of(
                        Field.required("a", PrimitiveType.LONG),
                        Field.required("b", new DecimalType(9, 2)),
                        Field.required("c", PrimitiveType.STRING))));
    }

    @Test
    void shouldAllowNullsWhereEitherDoes() {
        assertThat(TypeWidening.join(
                        new ListType(PrimitiveType.STRING, false), new ListType(PrimitiveType.STRING, true)))
                .contains(new ListType(PrimitiveType.STRING, true));
        assertThat(TypeWidening.join(
                        new MapType(PrimitiveType.INT, PrimitiveType.FLOAT, true),
                        new MapType(PrimitiveType.LONG, PrimitiveType.DOUBLE, false)))
                .contains(new MapType(PrimitiveType.LONG, PrimitiveType.DOUBLE, true));
        assertThat(TypeWidening.join(
                        new StructType(List.of(Field.required("a", PrimitiveType.INT))),
                        new StructType(List.of(Field.nullable("a", PrimitiveType.INT)))))
                .contains(new StructType(List.of(Field.nullable("a", PrimitiveType.INT))));
    }

    @Test
    void shouldFindNoTypeForWhatNeitherHolds() {
        StructType one = new StructType(List.of(Field.required("a", PrimitiveType.INT)));
        StructType more =
                new StructType(List.of(Field.required("a", PrimitiveType.INT), Field.nullable("b", PrimitiveType.INT)));

        assertThat(TypeWidening.join(one, more)).isEmpty();
        assertThat(TypeWidening.join(more, one)).isEmpty();
        assertThat(TypeWidening.join(PrimitiveType.INT, PrimitiveType.STRING)).isEmpty();
        assertThat(TypeWidening.join(new DecimalType(9, 2), new DecimalType(9, 3)))
                .isEmpty();
        assertThat(TypeWidening.join(new ListType(PrimitiveType.INT, false), PrimitiveType.INT))
                .isEmpty();
    }
}
