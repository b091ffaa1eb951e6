/** Serves the catalog of Iceberg views. Start at {@link sleeper.local.iceberg.CatalogServer}. */
package sleeper.local.iceberg;
