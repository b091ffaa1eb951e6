package sleeper.sort.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;

class PartitionsFromSampleTest {
    private static List<Integer> rowsByLeaf(PartitionTree tree, List<Key> keys) {
        int[] counts = new int[tree.leaves().size()];
        keys.forEach(key -> counts[tree.leafIndexOf(key)]++);
        return IntStream.of(counts).boxed().toList();
    }

    @Test
    void shouldGiveEachLeafAnEqualShare() {
        // Given
        Random random = new Random(1);
        List<Key> keys = IntStream.range(0, 10_000)
                .mapToObj(i -> Key.of(new KeyValue.OfLong(random.nextLong())))
                .toList();
        // When
        PartitionTree tree = PartitionsFromSample.of(1, keys, 37);
        // Then
        assertThat(tree.leaves()).hasSize(37);
        assertThat(rowsByLeaf(tree, keys)).allMatch(count -> count >= 200 && count <= 340);
    }

    @Test
    void shouldCutSeveralRowKeysInTurn() {
        // Given
        Random random = new Random(2);
        List<Key> keys = IntStream.range(0, 4_096)
                .mapToObj(i ->
                        Key.of(new KeyValue.OfInt(random.nextInt(50)), new KeyValue.OfString("k" + random.nextInt())))
                .toList();
        // When
        PartitionTree tree = PartitionsFromSample.of(2, keys, 16);
        // Then
        assertThat(tree.leaves()).hasSize(16);
        assertThat(rowsByLeaf(tree, keys)).allMatch(count -> count >= 150);
    }

    @Test
    void shouldGiveAsManyLeavesAsThereAreDistinctKeys() {
        // Given three keys, one of them in nearly all rows
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(Key.of(new KeyValue.OfString(i == 0 ? "a" : i == 1 ? "c" : "b")));
        }
        // When / Then
        assertThat(PartitionsFromSample.of(1, keys, 8).leaves()).hasSize(3);
        assertThat(PartitionsFromSample.of(1, List.of(), 8).leaves()).hasSize(1);
    }
}
