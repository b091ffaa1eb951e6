/**
 * Partition trees as JSON: stored ones in {@link sleeper.core.partition.json.PartitionTreeJson}, a person's in
 * {@link sleeper.core.partition.json.SplitPointsFile}.
 */
package sleeper.core.partition.json;
