/** Keys and regions as JSON; start with {@link sleeper.core.key.json.KeyJson}. */
package sleeper.core.key.json;
