package sleeper.verification.workflow;

import org.junit.jupiter.api.Tag;

/** Requests of jobs whose logs are on S3, too. */
@Tag("long")
class RequestCountsOnS3IT extends RequestCountsTests {
    RequestCountsOnS3IT() {
        super("s3");
    }
}
