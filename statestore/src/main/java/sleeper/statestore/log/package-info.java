/** The commit log of one table, as a port and as bytes; start with {@link sleeper.statestore.log.CommitLog}. */
package sleeper.statestore.log;
