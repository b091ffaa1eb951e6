/**
 * Tables as other engines read them: a view of each in Apache Iceberg's format, which follows the table's log, and the catalog that gives
 * it. Start reading at {@link sleeper.iceberg.IcebergView}.
 */
package sleeper.iceberg;
