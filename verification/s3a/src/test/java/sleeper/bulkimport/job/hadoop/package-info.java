/** Input files on S3A: an S3 server in this process. */
package sleeper.bulkimport.job.hadoop;
