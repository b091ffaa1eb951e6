/**
 * What AWS bills, and how fast runs are: the dated list that all estimates come from. Start with
 * {@link sleeper.core.price.PriceList}; the list itself is the resource {@code prices.json} beside its codec.
 */
package sleeper.core.price;
