package sleeper.verification.workflow;

import org.junit.jupiter.api.Tag;

/** Requests of jobs whose logs are in DynamoDB. */
@Tag("long")
class RequestCountsOnDynamoDbIT extends RequestCountsTests {
    RequestCountsOnDynamoDbIT() {
        super("s3,dynamodb");
    }
}
