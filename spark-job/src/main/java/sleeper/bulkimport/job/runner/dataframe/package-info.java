/** Bulk import by Spark's DataFrames; start with {@link sleeper.bulkimport.job.runner.dataframe.DataframeSort}. */
package sleeper.bulkimport.job.runner.dataframe;
