/** What a user of Spark would write in place of the Spark job: {@link sleeper.benchmarks.spark.PlainSort}. */
package sleeper.benchmarks.spark;
