/**
 * What file stores must do, in {@link sleeper.testkit.file.FileStoreContract}, and stores that fail as real ones do: start with
 * {@link sleeper.testkit.file.FullDisk}.
 */
package sleeper.testkit.file;
