/** Rows and keys as JSON and as people write them. */
package sleeper.api.row;
