package sleeper.verification.workflow;

import org.junit.jupiter.api.Tag;

/** Jobs whose files and logs are on S3. */
@Tag("long")
class JobsOnS3IT extends JobsOnServersTests {
    JobsOnS3IT() {
        super("s3");
    }
}
