/**
 * Rows as objects, for algorithms that Spark itself sorts by. The kernel reads and writes them, so that types and checks are those
 * of the columnar algorithm. Start with {@link sleeper.bulkimport.job.runner.rows.RowForm}.
 */
package sleeper.bulkimport.job.runner.rows;
