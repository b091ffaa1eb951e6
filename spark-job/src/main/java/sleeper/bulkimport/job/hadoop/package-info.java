/**
 * Input files in whatever Hadoop knows as a file system; start with {@link sleeper.bulkimport.job.hadoop.HadoopFileStore}. Nothing is
 * written there: a table's files lie in the store of its instance.
 */
package sleeper.bulkimport.job.hadoop;
