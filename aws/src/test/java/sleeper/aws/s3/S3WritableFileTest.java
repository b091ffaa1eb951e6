package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.aws.request.InFlight;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.WritableFile;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** A file in parts: those that fail, and as many as there may be. */
class S3WritableFileTest {
    private static final FilePath FILE = new FilePath(FakeS3.BUCKET, "folder/file");
    private static final int IN_PARTS = 25;

    private final FakeS3 service = new FakeS3();
    private final S3FileStore store = new S3FileStore(
            service,
            new InFlight(Runnable::run),
            new PartSizes(10),
            new Surroundings(() -> Instant.EPOCH, () -> "writer", new Random(1), time -> {}));

    private static byte[] content(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }

    private void expectCreated(int bytes, int parts) throws IOException {
        try (WritableFile file = store.create(FILE)) {
            file.write(ByteBuffer.wrap(content(bytes)));
            FileInfo info = file.commit();
            assertThat(store.find(FILE)).contains(info);
        }
        assertThat(service.objects().get(FILE.key()).bytes()).isEqualTo(content(bytes));
        assertThat(service.requests(UploadPartRequest.class)).hasSize(parts);
        assertThat(service.requests(CompleteMultipartUploadRequest.class)).hasSize(1);
        assertThat(service.openUploads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldRefuseToCommitAFileOneOfWhosePartsFailed(int failing) throws Exception {
        // Given
        S3Fault[] ends = new S3Fault[failing];
        Arrays.fill(ends, S3Fault.answer(400, "BadDigest"));
        WritableFile file = store.create(FILE);
        file.write(ByteBuffer.wrap(content(4)));
        service.next(UploadPartRequest.class, ends);
        // When its bytes are written, which may fail at once or later
        boolean failed = false;
        for (int i = 0; i < IN_PARTS && !failed; i++) {
            try {
                file.write(ByteBuffer.wrap(content(7)));
            } catch (IOException e) {
                failed = true;
            }
        }
        // Then it is committed neither now nor later
        assertThat(failed).isTrue();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(file::commit)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("lacks bytes that could not be written");
            assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        }
        file.close();
        assertThat(service.requests(CompleteMultipartUploadRequest.class)).isEmpty();
        assertThat(service.objects()).isEmpty();
        assertThat(service.openUploads()).isZero();
    }

    @Test
    void shouldRefuseASecondCommitWhereTheLastPartFailed() throws Exception {
        WritableFile file = store.create(FILE);
        file.write(ByteBuffer.wrap(content(IN_PARTS)));
        service.next(UploadPartRequest.class, S3Fault.answer(400, "BadDigest"));

        assertThatThrownBy(file::commit).isInstanceOf(IOException.class).hasMessageContaining("BadDigest");
        assertThatThrownBy(file::commit).isInstanceOf(ClosedChannelException.class);
        file.close();
        assertThat(service.requests(CompleteMultipartUploadRequest.class)).isEmpty();
        assertThat(service.openUploads()).isZero();
    }

    @Test
    void shouldSendAPartAgainWhoseAnswerWasLost() throws Exception {
        service.next(
                UploadPartRequest.class,
                S3Fault.REPLY_LOST,
                S3Fault.REPLY_LOST_BARE,
                S3Fault.answer(503, "SlowDown"),
                S3Fault.answer(500, "InternalError"));

        expectCreated(IN_PARTS, 3 + 4);
    }

    @Test
    void shouldSayHowLargeAFileMayBe() throws Exception {
        WritableFile file = store.create(FILE);
        byte[] most = new byte[10 * 1_000 * 55];
        file.write(ByteBuffer.wrap(most));

        assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1)))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage(
                        "File bucket/folder/file has more than 550000 bytes, which is the most in 10000 parts, and S3"
                                + " takes no more parts. Write smaller files.");
        file.close();
    }

    @Test
    void shouldFillAllPartsThatAnUploadMayHave() throws Exception {
        expectCreated(10 * 1_000 * 55, PartSizes.MOST_PARTS);
    }
}
