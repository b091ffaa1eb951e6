/** Small jobs that try a Spark, not ours; start with {@link SparkPi}, which {@code .ci/images} runs. */
package sleeper.bulkimport.job.smoke;
