package sleeper.bulkimport.job.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.bulkimport.job.hadoop.JoinedRanges.Span;
import sleeper.core.file.FileRange;

class JoinedRangesTest {
    private static FileRange range(long position, int length) {
        return new FileRange(position, ByteBuffer.allocate(length));
    }

    private static List<String> joined(FileRange... ranges) {
        return JoinedRanges.of(List.of(ranges)).stream()
                .map(span -> span.position() + "-" + span.end())
                .toList();
    }

    @Test
    void shouldJoinWhatLiesNear() {
        int gap = JoinedRanges.GAP_BYTES;

        assertThat(joined(range(100 + gap, 10), range(0, 100))).containsExactly("0-" + (110 + gap));
        assertThat(joined(range(0, 100), range(101 + gap, 10)))
                .containsExactly("0-100", (101 + gap) + "-" + (111 + gap));
    }

    @Test
    void shouldJoinNoMoreThanMayBeHeldTwice() {
        int most = JoinedRanges.MOST_BYTES;

        assertThat(joined(range(0, most - 10), range(most - 10, 10))).containsExactly("0-" + most);
        assertThat(joined(range(0, most - 10), range(most - 10, 11)))
                .containsExactly("0-" + (most - 10), (most - 10) + "-" + (most + 1));
    }

    @Test
    void shouldAskForNothingWhereNothingIsWanted() {
        assertThat(joined()).isEmpty();
        assertThat(joined(range(5, 0))).isEmpty();
    }

    @Test
    void shouldFillTheBuffersOfRangesThatOverlap() {
        // Given
        FileRange first = range(10, 4);
        FileRange inside = range(11, 2);
        FileRange behind = range(16, 1);
        Span span = JoinedRanges.of(List.of(behind, inside, first)).get(0);
        // When
        span.scatter(ByteBuffer.wrap(new byte[] {9, 0, 1, 2, 3, 4, 5, 6, 9}).position(1));
        // Then
        assertThat(first.into().array()).containsExactly(0, 1, 2, 3);
        assertThat(inside.into().array()).containsExactly(1, 2);
        assertThat(behind.into().array()).containsExactly(6);
    }
}
