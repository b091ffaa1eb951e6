/** A table's fields and their types; start with {@link sleeper.core.schema.Schema}. */
package sleeper.core.schema;
