/**
 * Asking platforms for what runs an attempt, once: start with {@link sleeper.lambda.launch.Launch}.
 */
package sleeper.lambda.launch;
