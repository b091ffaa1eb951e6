/** Tables: their names and the files they consist of; start with {@link sleeper.core.table.DataFile}. */
package sleeper.core.table;
