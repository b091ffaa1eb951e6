package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FilePath;
import sleeper.core.file.WritableFile;
import sleeper.faults.CallSite;
import sleeper.faults.CallSites.Call;
import sleeper.faults.Fault;
import sleeper.statestore.object.ObjectStore;

/** What people are told where a right is missing. */
class DeniedRequestsIT {
    private static FaultyS3 faulty;
    private static String bucket;

    @BeforeAll
    static void start() throws Exception {
        faulty = new FaultyS3(S3Server.start());
        bucket = faulty.server().newBucket();
    }

    @AfterAll
    static void stop() throws Exception {
        faulty.close();
        faulty.server().stop();
    }

    @BeforeEach
    void reset() {
        faulty.sites().reset();
    }

    private static void deny(String operation, String method) {
        faulty.sites().arm(new Call(new CallSite(operation, method), 1), Fault.DENIED);
    }

    @Test
    void shouldNameBucketKeyAndActionOfAnObject() {
        // Given
        ObjectStore store = new S3ObjectStore(faulty.client(false), bucket, "jobs", S3Server.surroundings());
        deny("PutObject", "S3Objects.put");
        // When / Then
        assertThatThrownBy(() -> store.putIfAbsent("some/key", new byte[1]))
                .isInstanceOfSatisfying(
                        TransientFailureException.class,
                        e -> assertThat(e)
                                .hasMessage(
                                        "An object of the store could not be written. FILE_FORBIDDEN at s3://" + bucket
                                                + "/jobs/some/key: found s3:PutObject was answered by 403 AccessDenied"
                                                + " (A fault that a test made.); request fault."
                                                + " Grant the role that this process runs as the action s3:PutObject on s3://"
                                                + bucket
                                                + "/jobs/some/key."));
    }

    @Test
    void shouldNameBucketKeyAndActionOfAFile() throws IOException {
        // Given
        S3FileStore store = new S3FileStore(faulty.client(false), S3Server.surroundings());
        deny("PutObject", "S3Creation.put");
        try (WritableFile file = store.create(new FilePath(bucket, "some/file.parquet"))) {
            file.write(ByteBuffer.allocate(1));
            // When / Then
            assertThatThrownBy(file::commit)
                    .isInstanceOfSatisfying(
                            AccessDeniedException.class,
                            e -> assertThat(List.of(e.getFile(), e.getReason()))
                                    .containsExactly(
                                            "s3://" + bucket + "/some/file.parquet",
                                            "s3:PutObject was answered by 403 AccessDenied (A fault that a test made.); request fault"));
        }
    }
}
