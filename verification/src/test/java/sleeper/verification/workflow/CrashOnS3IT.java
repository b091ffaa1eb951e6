package sleeper.verification.workflow;

import org.junit.jupiter.api.Tag;

/** Deaths over S3, with the logs there too. */
@Tag("long")
class CrashOnS3IT extends CrashOnServersTests {
    CrashOnS3IT() {
        super("s3");
    }
}
