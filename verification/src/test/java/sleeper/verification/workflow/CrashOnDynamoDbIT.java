package sleeper.verification.workflow;

/** Deaths over files on S3 and logs in DynamoDB. */
class CrashOnDynamoDbIT extends CrashOnServersTests {
    CrashOnDynamoDbIT() {
        super("s3,dynamodb");
    }
}
