package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sleeper.statestore.object.ObjectStore;
import sleeper.testkit.log.ObjectStoreContract;
import software.amazon.awssdk.core.sync.RequestBody;

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

    /** A console marks a folder by an empty object, and other programs are as free with keys. */
    @Test
    void shouldPassOverWhatOthersPutUnderKeysThatAreNone() {
        ObjectStore store = newStore();
        for (String key : List.of("a/x", "a/", "a b", "b/ü/x", ".hidden/x", "")) {
            var unused = server.client()
                    .putObject(
                            request -> request.bucket(bucket).key("some/folder/" + key),
                            RequestBody.fromBytes(new byte[1]));
        }

        assertThat(store.list("")).containsExactly("a/x");
        assertThat(store.list("a")).containsExactly("a/x");
        assertThat(store.children("")).containsExactly("a", "b");
        assertThat(store.children("a")).containsExactly("x");
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
