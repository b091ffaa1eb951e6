package sleeper.bulkimport.job.runner.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;

class BucketChoiceTest {
    private static final Schema SCHEMA = new Schema(
            List.of(Field.required("key", PrimitiveType.INT)),
            List.of(Field.required("time", PrimitiveType.LONG)),
            List.of());
    private static final PartitionTree TREE = PartitionTree.ofGrid(List.of(IntStream.range(1, 8)
            .mapToObj(i -> (KeyValue) new KeyValue.OfInt(100 * i))
            .toList()));

    private static final double[] EIGHTHS = {0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125};

    private static SampledKeys sample(long rows, int keys, int first, int step) {
        List<Object[]> values = new ArrayList<>();
        IntStream.range(0, keys).forEach(i -> values.add(new Object[] {first + i * step, (long) i}));
        return new SampledKeys(rows, values);
    }

    @Test
    void shouldLeaveLeavesWholeWhereTheyAreEven() {
        Buckets buckets = new BucketChoice(SCHEMA, TREE, List.of(sample(8_000, 800, 0, 1)), 2, 0).choose();
        assertThat(buckets.bucketsOf()).containsOnly(1).hasSize(8);
        assertThat(buckets.cuts()).isEmpty();
        assertThat(buckets.shares()).containsExactly(EIGHTHS, within(1e-9));
    }

    @Test
    void shouldCutALeafWithMostOfTheRowsIntoRangesOfEqualShares() {
        // Given a file with nine rows of ten in the third leaf
        List<SampledKeys> sample = List.of(sample(9_000, 90, 200, 1), sample(1_000, 80, 0, 10));
        // When four tasks run at a time
        Buckets buckets = new BucketChoice(SCHEMA, TREE, sample, 4, 0).choose();
        // Then each turn of a task has about an eighth of the rows
        assertThat(buckets.bucketsOf()).containsExactly(1, 1, 7, 1, 1, 1, 1, 1);
        assertThat(buckets.cuts()).hasSize(6);
        assertThat(buckets.shares()[2]).isBetween(0.12, 0.14);
        assertThat(buckets.leaves()).containsExactly(0, 1, 2, 2, 2, 2, 2, 2, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void shouldCutALeafOfOneWholeKeyAtThatKeyAlone() {
        SampledKeys one = new SampledKeys(
                1_000,
                IntStream.range(0, 100).mapToObj(i -> new Object[] {250, 7L}).toList());
        Buckets buckets = new BucketChoice(SCHEMA, TREE, List.of(one), 2, 0).choose();
        assertThat(buckets.bucketsOf()[2]).isEqualTo(4);
        assertThat(buckets.cuts()).hasSize(3).allSatisfy(cut -> assertThat(cut).containsExactly(250, 7L));
    }

    @Test
    void shouldNotCutALeafIntoRangesOfTooFewRows() {
        // Given many tasks, for which a range would have a thousandth of the rows
        List<SampledKeys> sample = List.of(sample(9_000, 90, 200, 1), sample(1_000, 80, 0, 10));
        assertThat(new BucketChoice(SCHEMA, TREE, sample, 500, 0.3).choose().bucketsOf())
                .containsExactly(1, 1, 3, 1, 1, 1, 1, 1);
        assertThat(new BucketChoice(SCHEMA, TREE, sample, 500, 40).choose().bucketsOf())
                .containsOnly(1);
    }

    @Test
    void shouldMakeOneBucketOfEachLeafWhereThereAreNoRows() {
        Buckets buckets = new BucketChoice(SCHEMA, TREE, List.of(), 2, 0).choose();
        assertThat(buckets.bucketsOf()).containsOnly(1).hasSize(8);
        assertThat(buckets.shares()).containsOnly(0);
    }
}
