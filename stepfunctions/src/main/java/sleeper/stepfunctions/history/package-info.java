/**
 * The events of an execution, in the shape in which {@code GetExecutionHistory} gives them: start reading at
 * {@link sleeper.stepfunctions.history.HistoryEvent}.
 */
package sleeper.stepfunctions.history;
