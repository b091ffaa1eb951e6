/**
 * Bulk import by columns: map tasks read and partition, the shuffle carries extents, reduce tasks sort and write. Start with
 * {@link sleeper.bulkimport.job.runner.columnar.ColumnarSort}.
 */
package sleeper.bulkimport.job.runner.columnar;
