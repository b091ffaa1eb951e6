/** What surrounds each step's handler; start with {@link sleeper.lambda.runtime.Step}. */
package sleeper.lambda.runtime;
