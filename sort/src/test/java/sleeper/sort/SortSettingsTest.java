package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.column.SizeLimits;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.schema.TableLayout;

class SortSettingsTest {
    private static final long GIB = 1L << 30;
    private static final TableLayout LAYOUT =
            new TableLayout(new Schema(List.of(Field.required("key", PrimitiveType.LONG)), List.of(), List.of()));
    private static final TableLayout WIDE = new TableLayout(new Schema(
            List.of(Field.required("key", PrimitiveType.LONG)),
            List.of(),
            IntStream.range(0, 99)
                    .mapToObj(i -> new Field("text" + i, PrimitiveType.STRING, true))
                    .toList()));

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
        assertThat(settings.ofLeaf().mergeBytes()).isBetween(1L << 20, SizeLimits.SORT_BYTES);
        assertThat(settings.batchBytes(LAYOUT, 1)).isBetween(128L << 10, 32L << 20);
        assertThat(settings.readBytes(1)).isBetween(64 << 10, 4 << 20);
        assertThat(settings.blockBytes(LAYOUT, 1)).isBetween(1L, gibs * GIB);
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

    @Test
    void shouldReadLargerBatchesTheMoreLeavesAndColumnsThereAre() {
        // Given 16 threads, and a head of 12 + 4 + 1 + 99 * 5 = 512 bytes an extent
        SortSettings settings = settings(32 * GIB, 16);
        // When / Then the rows of a batch are eight times its heads at least, up to the bound
        assertThat(settings(2 * GIB, 16).batchBytes(WIDE, 1)).isEqualTo(4L << 20);
        assertThat(settings(2 * GIB, 16).batchBytes(WIDE, 2_000)).isEqualTo(8L * 512 * 2_000);
        assertThat(settings(2 * GIB, 16).batchBytes(WIDE, 4_096)).isEqualTo(2 * GIB / 12 / 16);
        assertThat(settings.batchBytes(WIDE, 4_096)).isEqualTo(32L << 20);
        assertThat(settings.batchBytes(WIDE, 100_000)).isEqualTo(32L << 20);
    }

    @Test
    void shouldCountWhatLeavesTakeInTheBudget() {
        // Given 28 bytes a leaf, and in each of 16 threads 4 * (6 + 99)
        long ofLeaf = 28 + 16 * 4 * (6 + 99);
        // When / Then
        SortSettings settings = settings(8 * GIB, 16);
        assertThat(settings.blockBytes(WIDE, 0)).isEqualTo(5 * GIB);
        assertThat(settings.blockBytes(WIDE, 4_096)).isEqualTo(5 * GIB - 4_096 * ofLeaf);
        assertThat(settings(SortSettings.LEAST_MEMORY_BUDGET_BYTES, 16).blockBytes(WIDE, 1_000_000))
                .isZero();
    }
}
