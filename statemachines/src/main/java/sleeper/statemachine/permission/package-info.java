/**
 * What each IAM role of a deployed instance may do, read from {@code permissions.json}; start with
 * {@link sleeper.statemachine.permission.Permissions}.
 */
package sleeper.statemachine.permission;
