/**
 * What is asked of AWS in each role, recorded while jobs run; start with {@link sleeper.verification.permission.Recording}. Whether
 * {@code permissions.json} grants it, and no more, is tested by the state machines' own tests.
 */
package sleeper.verification.permission;
