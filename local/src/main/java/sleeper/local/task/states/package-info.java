/** Executions that start executions; see {@link sleeper.local.task.states.StartExecutionTask}. */
package sleeper.local.task.states;
