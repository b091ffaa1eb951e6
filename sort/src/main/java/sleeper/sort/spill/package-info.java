/**
 * Rows that wait to be written, in memory as far as it is granted and else on disk; start with
 * {@link sleeper.sort.spill.BlockStore}.
 */
package sleeper.sort.spill;
