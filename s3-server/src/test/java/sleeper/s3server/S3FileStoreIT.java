package sleeper.s3server;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import sleeper.aws.s3.S3FileStore;
import sleeper.core.file.FileStore;
import sleeper.testkit.file.FileStoreContract;

/** The store of an instance on S3 keeps its contract on this server. */
class S3FileStoreIT extends FileStoreContract {
    @TempDir
    Path folder;

    private ServedFolder server;

    @Override
    protected FileStore newStore() throws Exception {
        server = ServedFolder.serve(folder);
        for (String bucket : List.of("bucket", "other")) {
            server.client().createBucket(request -> request.bucket(bucket));
        }
        return sameStore();
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    /** The server refuses backslashes, which a client on Windows may have meant for slashes. */
    @Override
    protected boolean takesName(String name) {
        return name.indexOf('\\') < 0;
    }

    @Override
    protected FileStore sameStore() {
        return new S3FileStore(server.client(), ServedFolder.surroundings());
    }
}
