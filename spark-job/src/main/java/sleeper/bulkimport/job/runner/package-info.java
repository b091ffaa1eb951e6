/**
 * A job's work on Spark; start with {@link sleeper.bulkimport.job.runner.BulkImportJob}. The packages below have an algorithm
 * each. Spark's types stay in this package and those below.
 */
package sleeper.bulkimport.job.runner;
