package sleeper.verification.workflow;

/** Requests of jobs whose logs are in DynamoDB. */
class RequestCountsOnDynamoDbIT extends RequestCountsTests {
    RequestCountsOnDynamoDbIT() {
        super("s3,dynamodb");
    }
}
