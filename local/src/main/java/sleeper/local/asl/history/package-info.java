/**
 * The events of an execution, in the shape in which {@code GetExecutionHistory} gives them: start reading at
 * {@link sleeper.local.asl.history.HistoryEvent}.
 */
package sleeper.local.asl.history;
