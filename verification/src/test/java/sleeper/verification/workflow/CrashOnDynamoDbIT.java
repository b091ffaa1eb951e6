package sleeper.verification.workflow;

import org.junit.jupiter.api.Tag;

/** Deaths over files on S3 and logs in DynamoDB. */
@Tag("long")
class CrashOnDynamoDbIT extends CrashOnServersTests {
    CrashOnDynamoDbIT() {
        super("s3,dynamodb");
    }
}
