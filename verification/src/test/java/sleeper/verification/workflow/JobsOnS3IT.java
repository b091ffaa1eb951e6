package sleeper.verification.workflow;

/** Jobs whose files and logs are on S3. */
class JobsOnS3IT extends JobsOnServersTests {
    JobsOnS3IT() {
        super("s3");
    }
}
