package sleeper.aws.s3;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import sleeper.statestore.log.CommitLog;
import sleeper.testkit.log.CommitLogContract;

class S3CommitLogIT extends CommitLogContract {
    private static S3Server server;
    private String bucket;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    @Override
    protected CommitLog newLog() {
        bucket = server.newBucket();
        return sameLog();
    }

    @Override
    protected CommitLog sameLog() {
        return new S3CommitLog(server.client(), bucket, "table/log/slots", S3Server.surroundings());
    }
}
