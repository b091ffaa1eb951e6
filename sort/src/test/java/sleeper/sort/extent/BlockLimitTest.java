package sleeper.sort.extent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.LongVector;

class BlockLimitTest {
    private static Batch row(int bytes) {
        LongVector keys = new LongVector();
        BytesVector values = new BytesVector();
        keys.append(1);
        values.append(new byte[bytes], 0, bytes);
        return new Batch(List.of(keys, values));
    }

    @Test
    void shouldTakeARowOfAsManyBytesAsABlockMayHave() {
        // When / Then 8 of the key, 4 of the length and 988
        assertThatCode(() -> BlockLimit.check(row(988), 1_000)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseARowOfOneByteMore() {
        // When / Then
        assertThatThrownBy(() -> BlockLimit.check(row(989), 1_000))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
                    assertThat(e.faults().get(0).found()).isEqualTo("1001 bytes, uncompressed");
                });
    }
}
