/**
 * Killing the process at a chosen write, to see that nothing is lost; start with {@link
 * sleeper.statestore.crash.CrashPoints}.
 */
package sleeper.statestore.crash;
