/** The stores of DynamoDB against a server. Start at {@link sleeper.aws.dynamodb.LocalDynamo}. */
package sleeper.aws.dynamodb;
