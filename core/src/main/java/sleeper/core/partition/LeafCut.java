package sleeper.core.partition;

import sleeper.core.key.KeyValue;
import sleeper.core.util.Require;

/**
 * A cut of a leaf.
 *
 * @param dimension index of the row key field
 * @param at        keys below go to the lower leaf, the others to the upper
 */
public record LeafCut(PartitionId leaf, int dimension, KeyValue at) {
    public LeafCut {
        Require.notNull("leaf", leaf);
        Require.atLeast("dimension", dimension, 0);
        Require.notNull("at", at);
    }
}
