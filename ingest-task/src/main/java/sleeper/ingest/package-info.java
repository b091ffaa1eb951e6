/**
 * Taking rows into a table in one process: from a job's plan ({@link sleeper.ingest.IngestTask}, what the container runs) or
 * from any {@code Iterable} of records ({@code IngestRecords}).
 */
package sleeper.ingest;
