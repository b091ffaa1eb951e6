/** What the log of a table can say; start with {@link sleeper.statestore.transaction.Transaction}. */
package sleeper.statestore.transaction;
