/** The schema file's form; start with {@link sleeper.core.schema.json.SchemaJson}. */
package sleeper.core.schema.json;
