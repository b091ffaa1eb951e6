package sleeper.sort.sample;

import java.util.List;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.key.Key;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;

/** Cuts the whole key space so that each leaf holds an equal share of a sample of keys, as {@link LeafCuts} has it. */
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
        return of(schema.rowKeyFields().size(), KeySample.of(store, files, schema, keysFor(leaves)), leaves);
    }

    /** @return how many keys a sample needs for so many leaves */
    static int keysFor(int leaves) {
        return (int) Math.min(MOST_KEYS, Math.max(LEAST_KEYS, (long) KEYS_A_LEAF * leaves));
    }

    /** As above, from keys that were taken before. */
    public static PartitionTree of(int dimensions, List<Key> sample, int leaves) {
        PartitionTree single = PartitionTree.single(dimensions);
        List<LeafCut> cuts = LeafCuts.of(single, sample, leaves);
        return cuts.isEmpty() ? single : single.split(cuts);
    }
}
