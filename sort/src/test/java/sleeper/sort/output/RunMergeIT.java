package sleeper.sort.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.schema.TableLayout;
import sleeper.sort.spill.SortedRun;
import sleeper.sort.spill.SpillFile;

class RunMergeIT {
    private static final TableLayout LAYOUT = new TableLayout(new Schema(
            List.of(Field.required("key", PrimitiveType.INT)),
            List.of(),
            List.of(Field.required("value", PrimitiveType.BYTEARRAY))));

    @TempDir
    Path root;

    /** Runs that take turns: the first has keys 0, runs, 2 · runs and so on. */
    private static List<SortedRun> runs(SpillFile spill, int runs, int rows, int valueBytes) throws IOException {
        List<SortedRun> written = new ArrayList<>();
        int[] order = IntStream.range(0, rows).toArray();
        for (int run = 0; run < runs; run++) {
            Batch batch = LAYOUT.newBatch();
            for (int i = 0; i < rows; i++) {
                ((IntVector) batch.column(0)).append(i * runs + run);
                ((BytesVector) batch.column(1)).append(new byte[valueBytes], 0, valueBytes);
            }
            written.add(SortedRun.write(LAYOUT, batch, order, 64 << 10, spill));
        }
        return written;
    }

    @Test
    void shouldGiveAllRowsInOrderAPartAtATime() throws IOException {
        try (SpillFile spill = new SpillFile(root)) {
            // Given
            RunMerge merge = new RunMerge(1, runs(spill, 7, 3_000, 40));
            // When
            List<Integer> keys = new ArrayList<>();
            while (merge.hasNext()) {
                Batch part = LAYOUT.newBatch();
                merge.next(part, 100_000);
                assertThat(part.sizeBytes()).isBetween(1L, 120_000L);
                IntStream.range(0, part.rows()).forEach(row -> keys.add(((IntVector) part.column(0)).get(row)));
            }
            // Then
            assertThat(keys).isEqualTo(IntStream.range(0, 21_000).boxed().toList());
        }
    }

    @Test
    void shouldHoldLittleOfARunWhoseLargeRowsFollowSmallOnes() throws IOException {
        try (SpillFile spill = new SpillFile(root)) {
            // Given rows of 100 kB behind as many without bytes
            Batch batch = LAYOUT.newBatch();
            for (int i = 0; i < 600; i++) {
                ((IntVector) batch.column(0)).append(i);
                ((BytesVector) batch.column(1)).append(new byte[100_000], 0, i < 300 ? 0 : 100_000);
            }
            int[] order = IntStream.range(0, 600).toArray();
            // When
            SortedRun run = SortedRun.write(LAYOUT, batch, order, 200_000, spill);
            // Then a piece has little more than it should
            assertThat(run.largestPieceBytes()).isBetween(200_000L, 310_000L);
        }
    }

    @Test
    void shouldStopInTimeWhereRowsAreLarge() throws IOException {
        try (SpillFile spill = new SpillFile(root)) {
            // Given rows of 100 kB
            RunMerge merge = new RunMerge(1, runs(spill, 2, 200, 100_000));
            // When
            Batch part = LAYOUT.newBatch();
            merge.next(part, 1_000_000);
            // Then
            assertThat(part.sizeBytes()).isBetween(1_000_000L, 1_300_000L);
        }
    }

    @Test
    void shouldStopInTimeWhereLargeRowsFollowSmallOnes() throws IOException {
        try (SpillFile spill = new SpillFile(root)) {
            // Given rows of 100 kB behind as many without bytes
            Batch batch = LAYOUT.newBatch();
            for (int i = 0; i < 600; i++) {
                ((IntVector) batch.column(0)).append(i);
                ((BytesVector) batch.column(1)).append(new byte[100_000], 0, i < 300 ? 0 : 100_000);
            }
            SortedRun run =
                    SortedRun.write(LAYOUT, batch, IntStream.range(0, 600).toArray(), 200_000, spill);
            // When
            Batch part = LAYOUT.newBatch();
            new RunMerge(1, List.of(run)).next(part, 1_000_000);
            // Then
            assertThat(part.sizeBytes()).isBetween(1_000_000L, 1_200_000L);
        }
    }
}
