/** Faults as JSON, in stored records and in what commands print. Start at {@link sleeper.core.error.json.FaultJson}. */
package sleeper.core.error.json;
