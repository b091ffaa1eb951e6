/** Reads the price list that is shipped; start with {@link sleeper.core.price.json.PriceListJson}. */
package sleeper.core.price.json;
