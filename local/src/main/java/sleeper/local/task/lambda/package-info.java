/**
 * Stands in for Lambda: calls the real handlers through their request and response JSON; start with
 * {@link sleeper.local.task.lambda.LambdaFunctions}.
 */
package sleeper.local.task.lambda;
