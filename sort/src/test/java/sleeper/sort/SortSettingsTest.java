package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.sort.column.SizeLimits;
import sleeper.sort.encode.WriteSettings;

class SortSettingsTest {
    private static final long GIB = 1L << 30;

    private static SortSettings settings(long memoryBudgetBytes, int threads) {
        return new SortSettings(WriteSettings.DEFAULT, memoryBudgetBytes, threads, Path.of("spill"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "8, 1", "9, 1", "16, 1", "17, 1", "64, 2", "512, 16", "4194304, 1", "8589934591, 1"})
    void shouldHoldInArraysWhateverTheBudgetIs(long gibs, int threads) {
        // When
        SortSettings settings = settings(gibs * GIB, threads);
        // Then each has room to grow by a half, and the share of blocks is a share
        assertThat(settings.sortBytes()).isBetween(1L << 20, SizeLimits.SORT_BYTES);
        assertThat(settings.sortBytes() * 3 / 2).isLessThan(Integer.MAX_VALUE);
        assertThat(settings.sortRows() * Long.BYTES).isLessThanOrEqualTo(2 * GIB);
        assertThat(settings.mergeBytes()).isBetween(1L << 20, SizeLimits.SORT_BYTES);
        assertThat(settings.batchBytes()).isBetween(128L << 10, 32L << 20);
        assertThat(settings.readBytes(1)).isBetween(64 << 10, 4 << 20);
        assertThat(settings.blockBytes()).isBetween(1L, gibs * GIB);
    }

    @Test
    void shouldSortAnEighthOfAThreadsBudgetUpToTheBound() {
        assertThat(settings(4 * GIB, 1).sortBytes()).isEqualTo(GIB / 2);
        assertThat(settings(8 * GIB - 8, 1).sortBytes()).isEqualTo(GIB - 1);
        assertThat(settings(8 * GIB, 1).sortBytes()).isEqualTo(GIB);
        assertThat(settings(16 * GIB, 1).sortBytes()).isEqualTo(GIB);
        assertThat(settings(16 * GIB, 4).sortBytes()).isEqualTo(GIB / 2);
    }

    @Test
    void shouldSortNoMoreRowsThanWasAskedFor() {
        assertThat(new SortSettings(WriteSettings.DEFAULT, GIB, 1, Path.of("spill"), 5_000).sortRows())
                .isEqualTo(5_000);
        assertThat(settings(GIB, 1).sortRows()).isEqualTo(SizeLimits.SORT_ROWS);
    }
}
