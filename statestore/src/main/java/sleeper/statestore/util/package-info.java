/** What the packages beside this one share; start with {@link sleeper.statestore.util.Surroundings}. */
package sleeper.statestore.util;
