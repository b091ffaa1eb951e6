/**
 * The state of a table as its log tells it; start with {@link sleeper.statestore.table.TableLog} and
 * {@link sleeper.statestore.table.TableState}.
 */
package sleeper.statestore.table;
