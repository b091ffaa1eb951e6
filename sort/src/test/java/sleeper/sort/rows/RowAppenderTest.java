package sleeper.sort.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.schema.TableLayout;

class RowAppenderTest {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());
    private static final TableLayout LAYOUT = new TableLayout(SCHEMA);

    @Test
    void shouldTakeTextBeyondTheBasicPlane() {
        // Given
        Batch batch = LAYOUT.newBatch();
        Map<String, Object> row = Map.of("key", "a\ud83d\ude00b");
        // When
        new RowAppender(SCHEMA, LAYOUT).append(row, batch);
        // Then
        assertThat(new RowAssembler(SCHEMA, LAYOUT).row(batch, 0)).isEqualTo(row);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a\ud83d", "\ude00b", "\ude00\ud83d", "\ud83dx\ude00"})
    void shouldRefuseHalfASurrogatePairRatherThanAlterIt(String text) {
        // When / Then
        assertThatThrownBy(() -> new RowAppender(SCHEMA, LAYOUT).append(Map.of("key", text), LAYOUT.newBatch()))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.VALUE_OUT_OF_RANGE);
                    assertThat(e.faults().get(0).location())
                            .isEqualTo(FaultLocation.NONE.inColumn("key").atRow(0));
                })
                .hasMessageContaining("row 0 (counted from 0), field 'key'");
    }
}
