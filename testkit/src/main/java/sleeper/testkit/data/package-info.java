/** Schemas, rows and partitions made from a seed; start with {@link sleeper.testkit.data.RandomTables}. */
package sleeper.testkit.data;
