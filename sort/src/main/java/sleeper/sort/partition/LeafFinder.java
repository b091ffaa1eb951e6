package sleeper.sort.partition;

import java.util.List;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.sort.column.Batch;

/** Finds the leaf partition of each row. Immutable; for many threads. */
public interface LeafFinder {
    /**
     * @param into receives for each row the position of its leaf in {@link PartitionTree#leaves()}; at least as long as the
     *             batch has rows
     */
    void find(Batch batch, int[] into);

    static LeafFinder of(PartitionTree tree) {
        if (tree.dimensions() > 1) {
            return new TreeLeafFinder(tree);
        }
        List<KeyValue> splits = tree.leaves().stream()
                .skip(1)
                .map(Partition::region)
                .map(region -> region.ranges().get(0).min().orElseThrow())
                .toList();
        return new SplitLeafFinder(new SplitPoints(splits));
    }
}
