package sleeper.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.settings.Settings;

class TaskBoundTest {
    private static final long MIB = 1L << 20;

    /** A task of the default budget holds 1,330 MiB of heap and 206 MiB besides. */
    @ParameterizedTest
    @CsvSource({
        "2, 24576, 2",
        "8, 24576, 8",
        "16, 24576, 12",
        "16, 4096, 2",
        "16, 4095, 1",
        "16, 512, 1",
        "1, 24576, 1",
    })
    void shouldTakeOneTaskForEachProcessorAsFarAsMemoryReaches(int processors, long memoryMib, int tasks) {
        assertThat(TaskBound.of(Settings.ofMap(Map.of()), processors, memoryMib * MIB))
                .isEqualTo(tasks);
    }

    @Test
    void shouldReckonWithTheMemoryBudgetThatIsSet() {
        Settings settings = Settings.ofMap(Map.of("sleeper.ingest.memory.budget", "4g"));
        assertThat(TaskBound.of(settings, 16, 24_576 * MIB)).isEqualTo(3);
    }

    @Test
    void shouldTakeAsManyAsAreSetWhateverTheMachine() {
        Settings settings = Settings.ofMap(Map.of("sleeper.local.max.tasks", "7"));
        assertThat(TaskBound.of(settings, 1, 512 * MIB)).isEqualTo(7);
    }

    @Test
    void shouldKnowTheMemoryOfTheMachine() {
        assertThat(TaskBound.memoryOfMachine())
                .isGreaterThan(Runtime.getRuntime().totalMemory());
    }
}
