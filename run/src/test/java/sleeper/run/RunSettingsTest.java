package sleeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sleeper.core.settings.Settings;

class RunSettingsTest {
    private static final Runtime MACHINE = Runtime.getRuntime();
    private static final Path SPILL = Path.of("spill");

    private static Settings budget(long bytes) {
        return Settings.ofInstance(Map.of("sleeper.ingest.memory.budget", Long.toString(bytes)));
    }

    @Test
    void shouldTakeTheBudgetThatTheHeapHolds() {
        // Given
        long bytes = 64L << 20;
        // When / Then
        assertThat(RunSettings.ofTask(budget(bytes), SPILL, MACHINE).memoryBudgetBytes())
                .isEqualTo(bytes);
        assertThat(RunSettings.ofGuest(budget(bytes), SPILL, MACHINE).memoryBudgetBytes())
                .isEqualTo(bytes);
    }

    @Test
    void shouldNotHoldMoreThanTheHeapWhateverTheBudget() {
        // Given
        Settings settings = budget(1L << 40);
        // When / Then
        assertThat(RunSettings.ofTask(settings, SPILL, MACHINE).memoryBudgetBytes())
                .isLessThan(MACHINE.maxMemory());
        assertThat(RunSettings.ofGuest(settings, SPILL, MACHINE).memoryBudgetBytes())
                .isLessThanOrEqualTo(MACHINE.maxMemory() / 2);
    }
}
