package sleeper.sort.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.schema.TableLayout;

/** Keys of an int and a long, in a table with leaves below 100, up to 200, and from there on. */
class CutLeafFinderTest {
    private static final Schema SCHEMA = new Schema(
            List.of(Field.required("key", PrimitiveType.INT)),
            List.of(Field.required("time", PrimitiveType.LONG)),
            List.of());
    private static final PartitionTree TREE =
            PartitionTree.ofGrid(List.of(List.of(new KeyValue.OfInt(100), new KeyValue.OfInt(200))));

    private static Batch keys(long[]... keys) {
        Batch batch = new TableLayout(SCHEMA).newBatch();
        for (long[] key : keys) {
            ((IntVector) batch.column(0)).append((int) key[0]);
            ((LongVector) batch.column(1)).append(key[1]);
        }
        return batch;
    }

    private static CutLeafFinder finder(int[] bucketsOf, long[]... cuts) {
        return new CutLeafFinder(LeafFinder.of(TREE), bucketsOf, keys(cuts), 2);
    }

    private static int[] find(CutLeafFinder finder, Batch batch) {
        int[] found = new int[batch.rows()];
        finder.find(batch, found);
        return found;
    }

    @Test
    void shouldFindTheRangeOfTheWholeKeyInALeafThatIsCut() {
        CutLeafFinder finder = finder(new int[] {1, 3, 1}, new long[] {150, 5}, new long[] {150, 9});
        Batch batch = keys(
                new long[] {99, 0},
                new long[] {100, 0},
                new long[] {150, 4},
                new long[] {150, 5},
                new long[] {150, 8},
                new long[] {150, 9},
                new long[] {199, 0},
                new long[] {200, 0});
        assertThat(find(finder, batch)).containsExactly(0, 1, 1, 2, 2, 3, 3, 4);
    }

    @Test
    void shouldFindCutsOfSeveralLeaves() {
        CutLeafFinder finder = finder(new int[] {2, 1, 2}, new long[] {50, 0}, new long[] {300, 0});
        Batch batch = keys(
                new long[] {49, 9}, new long[] {50, 0}, new long[] {100, 0}, new long[] {299, 0}, new long[] {300, 0});
        assertThat(find(finder, batch)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void shouldShareAKeyWithMoreRowsThanABucketShouldHaveInTurn() {
        long[] heavy = {150, 7};
        CutLeafFinder finder = finder(new int[] {1, 5, 1}, heavy, heavy, heavy, new long[] {160, 0});
        Batch batch = keys(new long[] {150, 6}, heavy, heavy, heavy, heavy, new long[] {150, 8}, new long[] {160, 0});
        assertThat(find(finder, batch)).containsExactly(1, 4, 3, 2, 4, 4, 5);
    }

    @Test
    void shouldTakeTheSameTurnsHoweverTheRowsAreBatched() {
        long[] heavy = {150, 7};
        long[][] cuts = {heavy, heavy, heavy};
        long[][] rows = new Random(1)
                .ints(1_000, 148, 153)
                .mapToObj(key -> new long[] {key, 7})
                .toArray(long[][]::new);
        int[] atOnce = find(finder(new int[] {1, 4, 1}, cuts), keys(rows));
        CutLeafFinder finder = finder(new int[] {1, 4, 1}, cuts);
        int[] inParts = IntStream.range(0, 10)
                .flatMap(part ->
                        Arrays.stream(find(finder, keys(Arrays.copyOfRange(rows, 100 * part, 100 * part + 100)))))
                .toArray();
        assertThat(inParts).isEqualTo(atOnce);
    }

    @Test
    void shouldKeepEveryKeyOfABucketAtOrBelowThoseOfLaterOnes() {
        Random random = new Random(2);
        long[][] cuts = random.ints(9, 100, 110)
                .sorted()
                .mapToObj(key -> new long[] {key, 3})
                .toArray(long[][]::new);
        long[][] rows = IntStream.range(0, 2_000)
                .mapToObj(i -> new long[] {100 + random.nextInt(12), random.nextInt(6)})
                .toArray(long[][]::new);
        int[] found = find(finder(new int[] {1, 10, 1}, cuts), keys(rows));
        for (int i = 0; i < rows.length; i++) {
            for (int j = i + 1; j < Math.min(rows.length, i + 200); j++) {
                int order = Arrays.compare(rows[i], rows[j]);
                if (order != 0) {
                    assertThat(Integer.compare(found[i], found[j]) * order).isNotNegative();
                }
            }
        }
    }

    @Test
    void shouldRefuseCutsThatDoNotFitTheBuckets() {
        assertThatThrownBy(() -> finder(new int[] {1, 2, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0 cuts do not make 4 buckets of 3 leaves");
    }
}
