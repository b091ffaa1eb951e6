/** Small checks that every domain type shares; start with {@link sleeper.core.util.Require}. */
package sleeper.core.util;
