package sleeper.statestore.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.statestore.TestTable;
import sleeper.statestore.table.LeafTotals.Totals;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.util.PersistentMap;

class LeafTotalsTest {
    private static final int LEAVES = 10_000;

    private static KeyValue key(long value) {
        return new KeyValue.OfString("%010d".formatted(value));
    }

    private static TableState state(PartitionTree tree, List<DataFile> files) {
        return new TableState(
                1,
                TestTable.SHA,
                Optional.of(new LiveTable("i", TestTable.SCHEMA, tree)),
                PersistentMap.empty(),
                PersistentMap.<String, List<DataFile>>empty().put("job", files),
                0);
    }

    private static DataFile file(int number, Region region) {
        return new DataFile("data/p/job/1/r-" + number + ".parquet", region, 1 + number % 7, 1 + number, TestTable.SHA);
    }

    private static List<Totals> oneByOne(TableState state, PartitionTree tree) {
        return tree.leaves().stream()
                .map(leaf -> totals(leaf.region(), state.filesOverlapping(leaf.region())))
                .toList();
    }

    private static Totals totals(Region leaf, List<DataFile> files) {
        return new Totals(
                files.size(),
                files.stream().filter(file -> !leaf.encloses(file.cutFor())).count(),
                files.stream().mapToLong(DataFile::rowCount).sum(),
                files.stream().mapToLong(DataFile::sizeBytes).sum());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldBeWhatTheFilesOfEachLeafSumUpTo(long seed) {
        // Given files cut for leaves of any time, and some for regions that no leaf ever had
        SplittableRandom random = new SplittableRandom(seed);
        PartitionTree tree = PartitionTree.single(1);
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Partition leaf = tree.leaves().get(random.nextInt(tree.leaves().size()));
            files.add(file(i, leaf.region()));
            if (random.nextInt(10) == 0) {
                long from = random.nextInt(1_000);
                files.add(file(
                        1_000 + i,
                        new Region(List.of(new Range(Optional.of(key(from)), Optional.of(key(from + 100)))))));
            }
            KeyValue cut = key(random.nextInt(1_000));
            Range range = leaf.region().ranges().get(0);
            if (range.contains(cut) && !range.min().equals(Optional.of(cut))) {
                tree = tree.split(leaf.id(), 0, cut);
            }
        }
        TableState state = state(tree, files);
        // When / Then
        assertThat(LeafTotals.of(state)).isEqualTo(oneByOne(state, tree));
        assertThat(state.byteCount())
                .isEqualTo(files.stream().mapToLong(DataFile::sizeBytes).sum());
    }

    @Test
    void shouldCostNoMoreThanTheFilesAndTheLeaves() {
        // Given the last leaf split again and again, and files of each time
        List<LeafCut> cuts = new ArrayList<>();
        List<DataFile> files = new ArrayList<>();
        PartitionId last = PartitionId.ROOT;
        Region region = Region.all(1);
        for (int i = 0; i < LEAVES - 1; i++) {
            files.add(file(i, region));
            cuts.add(new LeafCut(last, 0, key(i)));
            last = last.upper();
            region = region.from(0, key(i));
        }
        PartitionTree tree = PartitionTree.single(1).split(cuts);
        // When
        LeafTotals totals = LeafTotals.compute(tree, state(tree, files));
        List<Totals> sums = totals.sums();
        // Then the last leaf has them all, and each was looked at a few times
        assertThat(sums.get(LEAVES - 1).files()).isEqualTo(LEAVES - 1);
        assertThat(sums.get(LEAVES - 1).sharedFiles()).isEqualTo(LEAVES - 1);
        assertThat(sums.get(0).files()).isEqualTo(1);
        assertThat(totals.steps()).isLessThanOrEqualTo(4L * LEAVES);
    }

    @Test
    void shouldSumUpNothingWhereThereIsNoTable() {
        assertThat(LeafTotals.of(TableState.EMPTY)).isEmpty();
    }
}
