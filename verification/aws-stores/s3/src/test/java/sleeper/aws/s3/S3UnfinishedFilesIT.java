package sleeper.aws.s3;

import org.junit.jupiter.api.AfterEach;
import sleeper.testkit.file.UnfinishedFilesContract;

class S3UnfinishedFilesIT extends UnfinishedFilesContract<S3FileStore> {
    private S3Server server;

    @Override
    protected S3FileStore newStore() throws Exception {
        server = S3Server.start();
        server.client().createBucket(request -> request.bucket("bucket"));
        return new S3FileStore(server.client(), S3Server.surroundings());
    }

    @AfterEach
    void stopServer() throws Exception {
        server.stop();
    }

    @Override
    protected int bytesBegun() {
        return S3WritableFile.PART_BYTES + 1;
    }
}
