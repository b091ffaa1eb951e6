package sleeper.verification.workflow;

/** Deaths over files on S3 and logs in DynamoDB. */
class CrashOnDynamoDbIT extends CrashOnServersTests {
    CrashOnDynamoDbIT() {
        super("s3,dynamodb");
    }

    /**
     * Of jobs that do not commit, the moments behind writes alone: those before them leave what the moment behind the write before
     * leaves, and are tried over S3.
     */
    @Override
    boolean isOwnMoment(String moment) {
        return moment.contains(":after:");
    }
}
