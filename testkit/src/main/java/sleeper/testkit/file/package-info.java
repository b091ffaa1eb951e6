/** File stores that fail as real ones do; start with {@link sleeper.testkit.file.FullDisk}. */
package sleeper.testkit.file;
