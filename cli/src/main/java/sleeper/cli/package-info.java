/** The {@code sleeper} command; start with {@link sleeper.cli.Sleeper}, which names the commands there are. */
package sleeper.cli;
