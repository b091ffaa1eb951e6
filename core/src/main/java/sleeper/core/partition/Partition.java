package sleeper.core.partition;

import sleeper.core.key.Region;
import sleeper.core.util.Require;

/**
 * A leaf of a partition tree.
 *
 * @param id     its id
 * @param region the keys it holds
 */
public record Partition(PartitionId id, Region region) {
    public Partition {
        Require.notNull("id", id);
        Require.notNull("region", region);
    }
}
