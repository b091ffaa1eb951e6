/** Row keys, their order and ranges of them; start with {@link sleeper.core.key.Key} and {@link sleeper.core.key.Region}. */
package sleeper.core.key;
