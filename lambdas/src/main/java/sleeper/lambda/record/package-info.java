/** Recording what became of an attempt; start with {@link sleeper.lambda.record.RecordFailure}. */
package sleeper.lambda.record;
