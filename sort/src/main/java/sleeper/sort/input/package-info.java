/** Files that are read into a table; start with {@link sleeper.sort.input.InputSource}. */
package sleeper.sort.input;
