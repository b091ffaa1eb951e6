/** What all commands share; start with {@link sleeper.cli.frame.SleeperCommand}. */
package sleeper.cli.frame;
