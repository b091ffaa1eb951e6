/**
 * The state machines as files, and the one function that prepares a file for a deployment; start with
 * {@link sleeper.statemachine.StateMachineFile}.
 */
package sleeper.statemachine;
