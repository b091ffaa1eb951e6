package sleeper.verification.workflow;

/** Jobs whose files are on S3 and whose logs are in DynamoDB. */
class JobsOnDynamoDbIT extends JobsOnServersTests {
    JobsOnDynamoDbIT() {
        super("s3,dynamodb");
    }
}
