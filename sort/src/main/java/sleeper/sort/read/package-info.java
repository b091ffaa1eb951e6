/** A table's files read back: rows for people, and the proof that files are what was committed; start with {@link sleeper.sort.read.TableScan} and {@link sleeper.sort.read.FileVerifier}. */
package sleeper.sort.read;
