/** Transactions as JSON; start with {@link sleeper.statestore.transaction.json.TransactionJson}. */
package sleeper.statestore.transaction.json;
