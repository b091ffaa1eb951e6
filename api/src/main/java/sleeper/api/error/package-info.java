/** Errors as people and programs read them. */
package sleeper.api.error;
