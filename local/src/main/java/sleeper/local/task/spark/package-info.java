/**
 * How the embedded run has Spark and starts it: start with {@link sleeper.local.task.spark.SparkParts}, what a driver is started from,
 * {@link sleeper.local.task.spark.SparkBound}, how much of it runs here, and {@link sleeper.local.task.spark.SparkChild}, a driver that
 * runs. What stands in for EMR, EMR Serverless and EKS is made of these.
 */
package sleeper.local.task.spark;
