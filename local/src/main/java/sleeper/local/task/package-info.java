/**
 * What stands behind the Task states of the embedded run: handlers, child processes and the mailbox; start with
 * {@link sleeper.local.task.EcsRunTask} and {@link sleeper.local.task.LambdaFunctions}.
 */
package sleeper.local.task;
