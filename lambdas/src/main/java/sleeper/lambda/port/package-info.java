/** What the steps need from their surroundings; start with {@link sleeper.lambda.port.LambdaPorts}. */
package sleeper.lambda.port;
