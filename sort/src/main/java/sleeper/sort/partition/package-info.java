/**
 * Rows moved to where their partition lies, in memory and on disk; start with {@link sleeper.sort.partition.LeafFinder} and
 * {@link sleeper.sort.partition.BlockStore}.
 */
package sleeper.sort.partition;
