/** Sorts the rows of Parquet files into a table's partitions; start with {@link sleeper.sort.PartitionedSort}. */
package sleeper.sort;
