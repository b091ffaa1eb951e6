/** The {@code sleeper} command; start with {@link sleeper.cli.Sleeper}. */
package sleeper.cli;
