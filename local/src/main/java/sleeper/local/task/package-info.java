/**
 * What stands in for the services behind Task states, a room each: {@link sleeper.local.task.ecs.EcsRunTask},
 * {@link sleeper.local.task.emr.Emr}, {@link sleeper.local.task.serverless.Serverless},
 * {@link sleeper.local.task.lambda.LambdaFunctions}, {@link sleeper.local.task.sns.SnsPublish}. Here is what they share: names in the
 * account that the embedded run pretends to be, processes, records, what they hold, and what goes wrong as tests want it.
 */
package sleeper.local.task;
