/** Data files as JSON; start with {@link sleeper.core.table.json.DataFileJson}. */
package sleeper.core.table.json;
