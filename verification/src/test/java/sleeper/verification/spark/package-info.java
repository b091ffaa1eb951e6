/**
 * The platforms that run on Spark, with the real jar on Spark's own class path; start with
 * {@link sleeper.verification.spark.LocalSparkIT}.
 */
package sleeper.verification.spark;
