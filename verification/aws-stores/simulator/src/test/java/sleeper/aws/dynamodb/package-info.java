/** The drivers of DynamoDB in the schedules of the simulator. Start at {@link sleeper.aws.dynamodb.DynamoSimulatorTest}. */
package sleeper.aws.dynamodb;
