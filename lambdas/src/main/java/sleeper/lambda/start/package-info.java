/** From a queue's message to an execution; start with {@link sleeper.lambda.start.StartJob}. */
package sleeper.lambda.start;
