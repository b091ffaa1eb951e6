/**
 * Simulated lives of what attempts create on the platforms, with the real use cases; start with
 * {@link sleeper.lambda.lives.PlatformLivesIT}, then {@link sleeper.lambda.lives.Life}.
 */
package sleeper.lambda.lives;
