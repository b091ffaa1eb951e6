package sleeper.sort.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.core.util.Require;

/**
 * Cuts the key space so that each leaf holds an equal share of a sample of keys. With several row keys the cuts go through them
 * in turn.
 */
public final class PartitionsFromSample {
    /** Keys for each leaf that make shares even within a few per cent. */
    private static final int KEYS_A_LEAF = 200;

    private static final int LEAST_KEYS = 20_000;
    private static final int MOST_KEYS = 1_000_000;

    private PartitionsFromSample() {}

    /**
     * @param files  Parquet files with the table's key columns
     * @param leaves leaves wanted; one or more
     * @return a tree with so many leaves, or with fewer where the sample has fewer distinct keys
     * @throws SleeperException if a file cannot be read
     */
    public static PartitionTree of(FileStore store, List<FileInfo> files, Schema schema, int leaves) {
        int keys = (int) Math.min(MOST_KEYS, Math.max(LEAST_KEYS, (long) KEYS_A_LEAF * leaves));
        return of(schema.rowKeyFields().size(), KeySample.of(store, files, schema, keys), leaves);
    }

    /** As above, from keys that were taken before. */
    public static PartitionTree of(int dimensions, List<Key> sample, int leaves) {
        Require.atLeast("leaves", leaves, 1);
        return new PartitionTree(dimensions, node(dimensions, sample, leaves, 0));
    }

    private static PartitionTree.Node node(int dimensions, List<Key> keys, int leaves, int depth) {
        if (leaves == 1) {
            return new PartitionTree.Leaf();
        }
        for (int turn = 0; turn < dimensions; turn++) {
            int dimension = (depth + turn) % dimensions;
            List<Key> sorted = new ArrayList<>(keys);
            sorted.sort(Comparator.comparing(key -> key.values().get(dimension)));
            int cut = cutIndex(sorted, dimension, (int) ((long) sorted.size() * (leaves / 2) / leaves));
            if (cut > 0) {
                return cut(dimensions, sorted, cut, dimension, leaves, depth);
            }
        }
        return new PartitionTree.Leaf();
    }

    private static PartitionTree.Node cut(
            int dimensions, List<Key> sorted, int cut, int dimension, int leaves, int depth) {
        List<Key> lower = sorted.subList(0, cut);
        List<Key> upper = sorted.subList(cut, sorted.size());
        int least = Math.max(leaves / 2, leaves - distinct(upper, leaves));
        int lowerLeaves = Math.max(1, Math.min(leaves - 1, Math.min(least, distinct(lower, leaves))));
        return new PartitionTree.Cut(
                dimension,
                sorted.get(cut).values().get(dimension),
                node(dimensions, lower, lowerLeaves, depth + 1),
                node(dimensions, upper, leaves - lowerLeaves, depth + 1));
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
