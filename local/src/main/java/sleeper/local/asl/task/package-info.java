/**
 * The port through which Task states have work done: start reading at {@link sleeper.local.asl.task.TaskIntegration}.
 */
package sleeper.local.asl.task;
