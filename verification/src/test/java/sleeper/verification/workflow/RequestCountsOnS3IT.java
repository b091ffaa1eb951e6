package sleeper.verification.workflow;

/** Requests of jobs whose logs are on S3, too. */
class RequestCountsOnS3IT extends RequestCountsTests {
    RequestCountsOnS3IT() {
        super("s3");
    }
}
