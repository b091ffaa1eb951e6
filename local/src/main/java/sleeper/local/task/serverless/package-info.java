/**
 * Stands in for EMR Serverless: one application with a maximum capacity, and job runs whose work is Spark's. Start with
 * {@link sleeper.local.task.serverless.Serverless}, what is there, and {@link sleeper.local.task.serverless.ServerlessTasks}, how a state
 * machine asks for it.
 */
package sleeper.local.task.serverless;
