/**
 * From sorted columns to a Parquet file: pages, indexes and footer are built here, from the format's structures alone; start
 * with {@link sleeper.sort.encode.TableFileWriter}.
 */
package sleeper.sort.encode;
