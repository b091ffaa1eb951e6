/**
 * Flips bits of Parquet files by the thousand and holds what is loaded against what was written; start with {@link
 * sleeper.sort.mutant.MutantsIT}.
 */
package sleeper.sort.mutant;
