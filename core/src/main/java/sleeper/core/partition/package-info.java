/** The partition tree of a table; start with {@link sleeper.core.partition.PartitionTree}. */
package sleeper.core.partition;
