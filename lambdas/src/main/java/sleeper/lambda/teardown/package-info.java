/** Leaving nothing behind; start with {@link sleeper.lambda.teardown.TearDown}. */
package sleeper.lambda.teardown;
