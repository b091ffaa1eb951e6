/** Files as the domain needs them; start with the port {@link sleeper.core.file.FileStore}. */
package sleeper.core.file;
