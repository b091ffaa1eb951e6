/**
 * Sorts Parquet files into a table's partitions; start with {@link sleeper.sort.PartitionedSort}, or with
 * {@link sleeper.sort.RecordSort} for rows that come one by one.
 *
 * <p>A host that runs the steps in processes of its own puts together what these are made of: {@code input.InputSource} gives row
 * groups, {@code extent.Partitioner} turns their rows into extents by leaf, {@code extent.ExtentCodec} makes bytes of those for
 * another process, {@code spill.BlockStore} keeps them until their leaf's turn, {@code output.LeafOutputs} makes files of them, and
 * {@code memory.MemoryPool} lends the memory.
 */
package sleeper.sort;
