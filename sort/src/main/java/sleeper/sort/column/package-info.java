/** Values of columns as flat arrays; start with {@link sleeper.sort.column.Batch}. */
package sleeper.sort.column;
