/**
 * How a table's schema and a Parquet file's schema correspond; start with {@link sleeper.sort.schema.TableLayout} and
 * {@link sleeper.sort.schema.SchemaComparison}.
 */
package sleeper.sort.schema;
