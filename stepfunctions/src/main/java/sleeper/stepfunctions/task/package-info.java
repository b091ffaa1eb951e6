/**
 * The port through which Task states have work done: start reading at {@link sleeper.stepfunctions.task.TaskIntegration}.
 */
package sleeper.stepfunctions.task;
