package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

class S3ProbeTest {
    private static final S3Fault REFUSED = S3Fault.answer(412, "PreconditionFailed");

    private final FakeS3 service = new FakeS3();
    private final AtomicInteger ids = new AtomicInteger();

    private void check() {
        S3Probe.check(
                service,
                FakeS3.BUCKET,
                "folder",
                new Surroundings(() -> Instant.EPOCH, () -> "id" + ids.incrementAndGet(), new Random(1), time -> {}));
    }

    @AfterEach
    void leavesNothing() {
        assertThat(service.objects()).isEmpty();
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

    private static boolean hasIfMatch(S3Request request) {
        return request instanceof PutObjectRequest put && put.ifMatch() != null;
    }

    private static boolean hasIfNoneMatch(S3Request request) {
        return request instanceof PutObjectRequest put && put.ifNoneMatch() != null;
    }

    @Test
    void shouldTakeAServerThatKeepsConditions() {
        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(service.requests).hasSize(10);
    }

    @Test
    void shouldRefuseAServerThatIgnoresIfNoneMatch() {
        service.ignoringConditions(S3ProbeTest::hasIfNoneMatch);

        expectUnusable("a put under If-None-Match: * over an object, which was done", "412 Precondition Failed");
    }

    @Test
    void shouldRefuseAServerThatIgnoresIfMatch() {
        service.ignoringConditions(S3ProbeTest::hasIfMatch);

        expectUnusable(
                "a put under If-Match with the tag of an object before, which was done", "412 Precondition Failed");
    }

    @Test
    void shouldRefuseAServerThatRefusesAllConditions() {
        service.next(PutObjectRequest.class, REFUSED, REFUSED, REFUSED, REFUSED);

        expectUnusable("a put under If-None-Match: * where nothing was, which was refused", "200 OK");
    }

    @Test
    void shouldRefuseAServerThatRefusesAMatchThatHolds() {
        service.next(PutObjectRequest.class, S3Fault.NO_FAULT, S3Fault.NO_FAULT, REFUSED);

        expectUnusable("a put under If-Match with the object's tag, which was refused", "200 OK");
    }

    @Test
    void shouldRefuseAServerThatDoesNotShowWhatWasPut() {
        service.next(GetObjectRequest.class, S3Fault.answer(404, "NoSuchKey"));

        expectUnusable("no object, right after it was put", "what was put last");
    }

    @Test
    void shouldRefuseAServerThatWritesWhatItSaysItHasRefused() {
        service.ignoringConditions(S3ProbeTest::hasIfMatch);
        service.next(
                PutObjectRequest.class,
                S3Fault.NO_FAULT,
                S3Fault.NO_FAULT,
                S3Fault.NO_FAULT,
                S3Fault.doneAndAnswered(412, "PreconditionFailed"));

        expectUnusable("another object than the one put last", "what was put last");
    }

    @Test
    void shouldNotJudgeAServerThatDoesNotAnswer() {
        service.next(PutObjectRequest.class, S3Fault.REPLY_LOST);
        service.next(HeadObjectRequest.class, S3Fault.answer(403, ""));

        assertThatThrownBy(this::check)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageStartingWith("Whether a store keeps conditional writes could not be found out.")
                .hasMessageContaining("connection reset");
    }

    @Test
    void shouldSayWhatIsWrongThoughItCannotCleanUp() {
        service.ignoringConditions(S3ProbeTest::hasIfNoneMatch);
        service.next(DeleteObjectRequest.class, S3Fault.answer(403, "AccessDenied"));

        expectUnusable("a put under If-None-Match: * over an object, which was done", "412 Precondition Failed");
        service.objects().clear();
    }

    @Test
    void shouldSettleALostAnswer() {
        service.next(PutObjectRequest.class, S3Fault.REPLY_LOST);

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAServerThatReadsWhateverIfMatchSays() {
        service.ignoringConditions(GetObjectRequest.class::isInstance);

        expectUnusable(
                "a read under If-Match with the tag of an object before, which was done", "412 Precondition Failed");
    }

    @Test
    void shouldRefuseAServerThatRefusesAReadWhoseConditionHolds() {
        service.next(GetObjectRequest.class, S3Fault.NO_FAULT, S3Fault.NO_FAULT, REFUSED);

        expectUnusable("a read under If-Match with the object's tag, which was refused", "200 OK");
    }

    @Test
    void shouldTakeAwayWhatAnEarlierProbeLeftOnceNoneCanBeAtIt() {
        service.put("folder/probe-of-a-process-that-died", new byte[1], Map.of());
        service.put("folder/of-another", new byte[1], Map.of());

        S3Probe.check(service, FakeS3.BUCKET, "folder", at(Instant.EPOCH.plus(Duration.ofHours(1))));
        assertThat(service.objects()).containsKey("folder/probe-of-a-process-that-died");
        S3Probe.check(service, FakeS3.BUCKET, "folder", at(Instant.EPOCH.plus(Duration.ofHours(13))));
        assertThat(service.objects()).containsOnlyKeys("folder/of-another");

        service.objects().clear();
    }

    private Surroundings at(Instant now) {
        return new Surroundings(() -> now, () -> "id" + ids.incrementAndGet(), new Random(1), time -> {});
    }

    @Test
    void shouldNotTouchOtherObjects() {
        service.put("folder/other", new byte[1], Map.of());

        check();

        assertThat(service.objects()).containsOnlyKeys("folder/other");
        service.objects().clear();
    }
}
