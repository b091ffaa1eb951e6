package sleeper.s3server.awssdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.statestore.file.BucketFolders;
import sleeper.statestore.file.LocalFileStore.Links;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Names of new buckets, some of which the AWS SDK does not send. */
class BucketNamesIT {
    @TempDir
    Path root;

    private Buckets buckets;

    @BeforeEach
    void open() {
        buckets = new Buckets(root, new BucketFolders(root, Links.INSIDE_BUCKETS), Set.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab",
                "Orders",
                "or_ders",
                "-orders",
                "orders-",
                "or..ders",
                "127.0.0.1",
                ".orders",
                "orders.",
                "..",
                "a/b",
                "a\\\\b",
                "ün-der"
            })
    void shouldRefuseNamesThatS3DoesNotTake(String name) {
        assertThatThrownBy(() -> buckets.create(name)).isInstanceOfSatisfying(S3Exception.class, refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidBucketName");
            assertThat(refused.getMessage()).contains("must be 3 to 63");
        });
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void shouldTakeTheShortestAndTheLongest() {
        buckets.create("a.1");
        buckets.create("a".repeat(63));
        assertThat(buckets.list()).extracting(Bucket::name).containsExactly("a.1", "a".repeat(63));
        assertThatThrownBy(() -> buckets.create("a".repeat(64))).isInstanceOf(S3Exception.class);
    }
}
