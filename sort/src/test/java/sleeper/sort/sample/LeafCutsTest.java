package sleeper.sort.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.PartitionTree;

class LeafCutsTest {
    private static KeyValue value(long value) {
        return new KeyValue.OfLong(value);
    }

    private static List<Key> keys(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> Key.of(value(i))).toList();
    }

    /** Below 0, 0 to 999, and from 1,000 on. */
    private static PartitionTree threeLeaves() {
        return PartitionTree.single(1)
                .split(List.of(
                        new LeafCut(new PartitionId("p"), 0, value(0)),
                        new LeafCut(new PartitionId("p1"), 0, value(1_000))));
    }

    private static List<Integer> rowsByLeaf(PartitionTree tree, List<Key> keys) {
        int[] counts = new int[tree.leaves().size()];
        keys.forEach(key -> counts[tree.leafIndexOf(key)]++);
        return IntStream.of(counts).boxed().toList();
    }

    @Test
    void shouldCutEachLeafByItsShareOfTheSample() {
        // Given no keys in the first leaf, 1,000 in the second and 3,000 in the third
        List<Key> keys = keys(0, 4_000);
        // When
        PartitionTree tree = threeLeaves().split(LeafCuts.of(threeLeaves(), keys, 9));
        // Then
        assertThat(rowsByLeaf(tree, keys)).containsExactly(0, 500, 500, 500, 500, 500, 500, 500, 500);
    }

    @Test
    void shouldLeaveATreeAloneThatHasLeavesEnough() {
        assertThat(LeafCuts.of(threeLeaves(), keys(0, 4_000), 3)).isEmpty();
        assertThat(LeafCuts.of(threeLeaves(), keys(0, 4_000), 2)).isEmpty();
    }

    @Test
    void shouldCutNothingWithoutKeys() {
        assertThat(LeafCuts.of(threeLeaves(), List.of(), 9)).isEmpty();
    }

    @Test
    void shouldGiveAsManyLeavesAsThereAreDistinctKeysInThem() {
        // Given two distinct keys in the first leaf, one in the second, and in the third two that most rows have
        List<Key> keys = new ArrayList<>(keys(-2, 1));
        for (int i = 0; i < 1_000; i++) {
            keys.add(Key.of(value(5_000 + i % 2)));
        }
        // When
        List<LeafCut> cuts = LeafCuts.of(threeLeaves(), keys, 100);
        // Then
        assertThat(cuts)
                .containsExactly(
                        new LeafCut(new PartitionId("p0"), 0, value(-1)),
                        new LeafCut(new PartitionId("p11"), 0, value(5_001)));
    }

    @Test
    void shouldCutSeveralRowKeysInTurn() {
        // Given a first row key of three values
        Random random = new Random(3);
        List<Key> keys = IntStream.range(0, 5_000)
                .mapToObj(i -> Key.of(value(random.nextInt(3)), value(random.nextInt())))
                .toList();
        PartitionTree tree = PartitionTree.single(2).split(PartitionId.ROOT, 0, value(2));
        // When
        PartitionTree after = tree.split(LeafCuts.of(tree, keys, 50));
        // Then
        assertThat(rowsByLeaf(after, keys)).hasSize(50).allMatch(rows -> rows >= 60 && rows <= 160);
    }
}
