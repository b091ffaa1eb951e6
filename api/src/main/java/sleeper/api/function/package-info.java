/** The API as a function of a deployed instance. */
package sleeper.api.function;
