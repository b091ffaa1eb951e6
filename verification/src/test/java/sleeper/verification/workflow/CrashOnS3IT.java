package sleeper.verification.workflow;

/** Deaths over S3, with the logs there too. */
class CrashOnS3IT extends CrashOnServersTests {
    CrashOnS3IT() {
        super("s3");
    }
}
