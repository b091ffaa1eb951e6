/** Stores in tables of DynamoDB. Start at {@link sleeper.aws.dynamodb.DynamoCommitLog}. */
package sleeper.aws.dynamodb;
