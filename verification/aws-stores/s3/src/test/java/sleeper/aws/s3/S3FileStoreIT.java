package sleeper.aws.s3;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import sleeper.core.file.FileStore;
import sleeper.testkit.file.FileStoreContract;

class S3FileStoreIT extends FileStoreContract {
    private S3Server server;

    @Override
    protected FileStore newStore() throws Exception {
        server = S3Server.start();
        for (String bucket : List.of("bucket", "other")) {
            server.client().createBucket(request -> request.bucket(bucket));
        }
        return sameStore();
    }

    @AfterEach
    void stopServer() throws Exception {
        server.stop();
    }

    @Override
    protected FileStore sameStore() {
        return new S3FileStore(server.client(), S3Server.surroundings());
    }
}
