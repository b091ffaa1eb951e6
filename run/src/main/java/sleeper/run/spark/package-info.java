/**
 * How Spark programs are started on this machine, by tests, benchmarks and the embedded run: start with
 * {@link sleeper.run.spark.SparkCommand}. Nothing here knows a type of Spark's.
 */
package sleeper.run.spark;
