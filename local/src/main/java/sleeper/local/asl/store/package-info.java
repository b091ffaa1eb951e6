/**
 * What is kept of state machines and executions across a restart: start reading at {@link sleeper.local.asl.store.ExecutionStore}.
 */
package sleeper.local.asl.store;
