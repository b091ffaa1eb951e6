/** Input files on HDFS: a cluster of Hadoop's own in this process. */
package sleeper.bulkimport.job.hadoop;
