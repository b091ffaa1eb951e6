package sleeper.core.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskTurnTest {
    /** Five tasks take two turns each, so that a turn has a tenth of the rows. */
    @ParameterizedTest
    @CsvSource({"0, 1", "0.1, 1", "0.15, 1", "0.151, 2", "0.24, 2", "0.26, 3", "1, 10"})
    void shouldCutALeafThatHasHalfAsMuchAgainAsATurn(double leafShare, int ranges) {
        assertThat(TaskTurn.of(5, 0).rangesOf(leafShare)).isEqualTo(ranges);
    }

    @Test
    void shouldCutNoLeafIntoLessThanTheLeastShare() {
        assertThat(TaskTurn.of(100, 0.25).rangesOf(1)).isEqualTo(4);
        assertThat(TaskTurn.of(100, 1).rangesOf(1)).isEqualTo(1);
    }

    @Test
    void shouldTakeRowsOrBytesForTheLeastShareWhicheverIsLess() {
        assertThat(TaskTurn.leastShare(10, 40, 100, 100)).isEqualTo(0.1);
        assertThat(TaskTurn.leastShare(10, 4, 100, 100)).isEqualTo(0.04);
        assertThat(TaskTurn.leastShare(10, 4, 0, 0)).isEqualTo(4);
    }

    @Test
    void shouldBeNoTurnOfNoTasks() {
        assertThatThrownBy(() -> TaskTurn.of(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
