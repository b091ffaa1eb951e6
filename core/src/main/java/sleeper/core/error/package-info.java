/**
 * What can go wrong, as types for the machine and as text for the person; start with {@link sleeper.core.error.ErrorCode}
 * and {@link sleeper.core.error.Fault}.
 *
 * <p>State machines catch these exceptions by their full class names, so renaming a class is a change of contract.
 */
package sleeper.core.error;
