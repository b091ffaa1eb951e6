/**
 * The ports on a local file system; start with {@link sleeper.statestore.file.LocalFileStore} and
 * {@link sleeper.statestore.file.FileCommitLog}.
 */
package sleeper.statestore.file;
