package sleeper.aws.s3;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import sleeper.statestore.object.ObjectStore;
import sleeper.testkit.log.ObjectStoreContract;

class S3ObjectStoreIT extends ObjectStoreContract {
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
    protected ObjectStore newStore() {
        bucket = server.newBucket();
        return sameStore();
    }

    @Override
    protected ObjectStore sameStore() {
        return new S3ObjectStore(server.client(), bucket, "some/folder", S3Server.surroundings());
    }
}
