/** What a job's {@code sparkConf} may hold, held against Spark's own classes; start with {@link SparkConfVerdictsIT}. */
package sleeper.bulkimport.job.conf;
