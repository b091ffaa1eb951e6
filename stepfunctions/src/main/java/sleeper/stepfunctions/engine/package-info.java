/**
 * Runs one execution of a state machine: start reading at {@link sleeper.stepfunctions.engine.ExecutionRun}, then {@code Branch}, which is
 * one thread of control, and {@code StateRunner}, which does what each kind of state does.
 *
 * <p>Nothing here is thread-safe: all of it runs on one {@link sleeper.stepfunctions.time.EventLoop}. An execution moves in {@code Turns}. A turn
 * runs steps until all branches wait for something; then the position and the new events are saved; only then do side effects happen
 * (tasks begin, timers are set, listeners are called). So no one ever sees what a crash could undo.
 */
package sleeper.stepfunctions.engine;
