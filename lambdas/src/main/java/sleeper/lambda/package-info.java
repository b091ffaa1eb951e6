/**
 * The steps of a job as AWS Lambda functions, one handler a step; start with {@link sleeper.lambda.FunctionDescription}, which
 * lists them all, and with {@link sleeper.lambda.validate.ValidateJob} for what a step looks like.
 */
package sleeper.lambda;
