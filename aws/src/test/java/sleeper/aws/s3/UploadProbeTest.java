package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

class UploadProbeTest {
    private final FakeS3 service = new FakeS3();
    private final AtomicInteger ids = new AtomicInteger();

    private void check(Instant now) {
        UploadProbe.check(
                service,
                FakeS3.BUCKET,
                "folder",
                new Surroundings(() -> now, () -> "id" + ids.incrementAndGet(), new Random(1), time -> {}));
    }

    private void check() {
        check(Instant.EPOCH);
    }

    @AfterEach
    void leavesNothing() {
        assertThat(service.objects()).isEmpty();
        assertThat(service.openUploads()).isZero();
    }

    private void expectUnusable(String found, String allowed) {
        assertThatThrownBy(this::check)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        failure -> assertThat(failure.faults())
                                .containsExactly(new Fault(
                                        ErrorCode.PLATFORM_REFUSED,
                                        "s3://bucket/folder/probe-id1",
                                        found,
                                        allowed,
                                        "Use Amazon S3, or a server that keeps conditional requests.")));
    }

    @Test
    void shouldTakeAServerThatKeepsTheCondition() {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAServerThatIgnoresTheCondition() {
        service.ignoringConditions(CompleteMultipartUploadRequest.class::isInstance);

        expectUnusable(
                "an upload completed under If-None-Match: * over an object, which was done", "412 Precondition Failed");
    }

    @Test
    void shouldRefuseAServerThatRefusesEachCompletion() {
        service.next(CompleteMultipartUploadRequest.class, S3Fault.answer(412, "PreconditionFailed"));

        expectUnusable("an upload completed under If-None-Match: * where nothing was, which was refused", "200 OK");
    }

    @Test
    void shouldNotJudgeAServerThatDoesNotAnswer() {
        service.next(CompleteMultipartUploadRequest.class, S3Fault.REPLY_LOST);

        assertThatThrownBy(this::check)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("could not be found out")
                .hasMessageContaining("connection reset");
    }

    @Test
    void shouldSayWhichRightIsMissing() {
        service.next(UploadPartRequest.class, S3Fault.answer(403, "AccessDenied"));

        assertThatThrownBy(this::check)
                .isInstanceOfSatisfying(
                        TransientFailureException.class,
                        failure -> assertThat(failure.faults().get(0).code()).isEqualTo(ErrorCode.FILE_FORBIDDEN))
                .hasMessageContaining("s3:PutObject");
    }

    @Test
    void shouldAbortWhatAnEarlierProbeLeftOnceNoneCanBeAtIt() {
        var unused = service.createMultipartUpload(
                request -> request.bucket(FakeS3.BUCKET).key("folder/probe-old"));

        check(Instant.EPOCH.plus(Duration.ofHours(1)));
        assertThat(service.openUploads()).isEqualTo(1);
        check(Instant.EPOCH.plus(Duration.ofHours(13)));
        assertThat(service.openUploads()).isZero();
    }
}
