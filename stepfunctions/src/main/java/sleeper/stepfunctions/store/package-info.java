/**
 * What is kept of state machines and executions across a restart: start reading at {@link sleeper.stepfunctions.store.ExecutionStore}.
 */
package sleeper.stepfunctions.store;
