package sleeper.sort.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorTest {
    static Stream<Vector> vectorsOfOneRow() {
        Stream<Vector> vectors = Stream.of(new IntVector(), new LongVector(), new BytesVector());
        return vectors.peek(Vector::appendNull);
    }

    @ParameterizedTest
    @MethodSource("vectorsOfOneRow")
    void shouldRefuseMoreRowsThanAnArrayHas(Vector vector) {
        // When / Then the sum of rows is more than an int holds
        assertThatThrownBy(() -> vector.reserve(Integer.MAX_VALUE))
                .hasMessageMatching(".* needs 214748364[89] array elements");
    }

    @Test
    void shouldRefuseMoreBytesThanAnArrayHas() {
        // Given
        BytesVector vector = new BytesVector();
        vector.append(new byte[10], 0, 10);
        // When / Then
        assertThatThrownBy(() -> vector.reserveBytes(Integer.MAX_VALUE)).hasMessageContaining("array elements");
    }

    @Test
    void shouldGrowByHalfAndNotBeyondTheLargestArray() {
        assertThat(Vector.grown(100, 101)).isEqualTo(150);
        assertThat(Vector.grown(100, 200)).isEqualTo(200);
        assertThat(Vector.grown(Vector.MAX_ARRAY / 2 + 1_000_000_000, Vector.MAX_ARRAY))
                .isEqualTo(Vector.MAX_ARRAY);
        assertThat(Vector.grown(Vector.MAX_ARRAY - 1, Vector.MAX_ARRAY)).isEqualTo(Vector.MAX_ARRAY);
    }
}
