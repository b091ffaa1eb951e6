/**
 * What the JSON codecs share; start with {@link sleeper.core.json.LocatedJson} for what people write (every fault has its
 * line and column) and with {@link sleeper.core.json.StoredJson} for what programs wrote.
 */
package sleeper.core.json;
