/** Tables, and files that are held against them. */
package sleeper.api.table;
