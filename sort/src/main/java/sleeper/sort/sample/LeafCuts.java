package sleeper.sort.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.stream.IntStream;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.util.Require;

/**
 * Chooses cuts of a tree's leaves after which each holds an equal share of a sample of keys. With several row keys the cuts go
 * through them in turn. Costs about n log n comparisons for n keys at each level of the cuts.
 */
public final class LeafCuts {
    private final int dimensions;
    private final List<LeafCut> cuts = new ArrayList<>();

    private LeafCuts(int dimensions) {
        this.dimensions = dimensions;
    }

    /**
     * @param sample keys of the rows to come, in any order
     * @param leaves that the tree shall have
     * @return cuts in an order in which they can be made, so many that the tree has so many leaves; fewer where leaves hold too few
     *     distinct keys of the sample, none where the tree has so many leaves already
     */
    public static List<LeafCut> of(PartitionTree tree, List<Key> sample, int leaves) {
        Require.atLeast("leaves", leaves, 1);
        List<List<Key>> keysOfLeaf = tree.leaves().stream()
                .map(leaf -> (List<Key>) new ArrayList<Key>())
                .toList();
        sample.forEach(key -> keysOfLeaf.get(tree.leafIndexOf(key)).add(key));
        int[] parts = parts(keysOfLeaf, leaves);
        LeafCuts chosen = new LeafCuts(tree.dimensions());
        for (int i = 0; i < parts.length; i++) {
            chosen.cut(tree.leaves().get(i).id(), keysOfLeaf.get(i), parts[i], 0);
        }
        return List.copyOf(chosen.cuts);
    }

    /** @return into how many each leaf is cut: always that one more whose parts are the largest and which has keys enough */
    private static int[] parts(List<List<Key>> keysOfLeaf, int leaves) {
        int[] parts = new int[keysOfLeaf.size()];
        int[] most = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = 1;
            most[i] = distinct(keysOfLeaf.get(i), leaves);
        }
        Comparator<Integer> bySize =
                Comparator.comparingDouble(leaf -> (double) keysOfLeaf.get(leaf).size() / parts[leaf]);
        PriorityQueue<Integer> largestFirst = new PriorityQueue<>(bySize.reversed());
        IntStream.range(0, parts.length).filter(leaf -> most[leaf] > 1).forEach(largestFirst::add);
        for (int sum = parts.length; sum < leaves && !largestFirst.isEmpty(); sum++) {
            int leaf = largestFirst.remove();
            parts[leaf]++;
            if (parts[leaf] < most[leaf]) {
                largestFirst.add(leaf);
            }
        }
        return parts;
    }

    private void cut(PartitionId leaf, List<Key> keys, int parts, int depth) {
        if (parts == 1) {
            return;
        }
        for (int turn = 0; turn < dimensions; turn++) {
            int dimension = (depth + turn) % dimensions;
            List<Key> sorted = new ArrayList<>(keys);
            sorted.sort(Comparator.comparing(key -> key.values().get(dimension)));
            int index = cutIndex(sorted, dimension, (int) ((long) sorted.size() * (parts / 2) / parts));
            if (index > 0) {
                cut(leaf, sorted, index, dimension, parts, depth);
                return;
            }
        }
    }

    private void cut(PartitionId leaf, List<Key> sorted, int index, int dimension, int parts, int depth) {
        List<Key> lower = sorted.subList(0, index);
        List<Key> upper = sorted.subList(index, sorted.size());
        int least = Math.max(parts / 2, parts - distinct(upper, parts));
        int lowerParts = Math.max(1, Math.min(parts - 1, Math.min(least, distinct(lower, parts))));
        cuts.add(new LeafCut(leaf, dimension, sorted.get(index).values().get(dimension)));
        cut(leaf.lower(), lower, lowerParts, depth + 1);
        cut(leaf.upper(), upper, parts - lowerParts, depth + 1);
    }

    /** @return distinct keys, counted no further than {@code enough} */
    private static int distinct(List<Key> keys, int enough) {
        TreeSet<Key> seen = new TreeSet<>();
        for (Key key : keys) {
            seen.add(key);
            if (seen.size() >= enough) {
                break;
            }
        }
        return seen.size();
    }

    /** @return the index nearest to the wished one at which a new value begins; 0 if all values are equal */
    private static int cutIndex(List<Key> sorted, int dimension, int wished) {
        for (int distance = 0; distance <= sorted.size(); distance++) {
            if (beginsValue(sorted, dimension, wished + distance)) {
                return wished + distance;
            }
            if (beginsValue(sorted, dimension, wished - distance)) {
                return wished - distance;
            }
        }
        return 0;
    }

    private static boolean beginsValue(List<Key> sorted, int dimension, int index) {
        if (index <= 0 || index >= sorted.size()) {
            return false;
        }
        KeyValue value = sorted.get(index).values().get(dimension);
        return value.compareTo(sorted.get(index - 1).values().get(dimension)) != 0;
    }
}
