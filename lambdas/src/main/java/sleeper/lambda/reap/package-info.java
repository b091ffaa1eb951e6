/** Ending what an execution could not end itself; start with {@link sleeper.lambda.reap.ReapAttempt}. */
package sleeper.lambda.reap;
