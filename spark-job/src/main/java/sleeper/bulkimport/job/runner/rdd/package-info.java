/** Bulk import by Spark's RDDs; start with {@link sleeper.bulkimport.job.runner.rdd.RddSort}. */
package sleeper.bulkimport.job.runner.rdd;
