package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.aws.request.InFlight;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** How a conditional put of a small object ends. */
class S3ObjectsTest {
    private static final byte[] OURS = {1};
    private static final byte[] THEIRS = {2};

    private final FakeS3 service = new FakeS3();
    private final List<Duration> waits = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final Surroundings surroundings =
            new Surroundings(() -> Instant.EPOCH, () -> "ours" + ids.incrementAndGet(), new Random(1), waits::add);
    private final S3Objects objects = objects(FakeS3.BUCKET);

    private S3Objects objects(String bucket) {
        return new S3Objects(service, bucket, new InFlight(Runnable::run), surroundings);
    }

    private PutResult putIfAbsent() {
        return objects.putIfAbsent("key", OURS).result();
    }

    private PutResult putIfMatch() {
        String tag = service.objects().get("key").tag();
        return objects.putIfMatch("key", tag, OURS).result();
    }

    private void putByAnother(String idName) {
        service.put("key", THEIRS, Map.of(idName, "theirs"));
    }

    @Test
    void shouldFindItsOwnPutAfterTheAnswerWasLost() {
        service.next(PutObjectRequest.class, S3Fault.REPLY_LOST);
        assertThat(putIfAbsent()).isEqualTo(PutResult.STORED);

        service.next(PutObjectRequest.class, S3Fault.REPLY_LOST_BARE);
        assertThat(putIfMatch()).isEqualTo(PutResult.STORED);
    }

    @Test
    void shouldNotKnowWhatBecomesOfAPutThatIsNotThereYet() {
        service.next(PutObjectRequest.class, S3Fault.LATE);

        assertThat(putIfAbsent()).isEqualTo(PutResult.UNKNOWN);
        service.land();
        assertThat(service.objects().get("key").bytes()).isEqualTo(OURS);
        assertThat(service.requests(PutObjectRequest.class)).hasSize(1);
    }

    @Test
    void shouldBeRefusedByAnothersPutThoughTheAnswerWasLost() {
        putByAnother(S3Objects.CREATED_BY);
        service.next(PutObjectRequest.class, S3Fault.REPLY_LOST);

        assertThat(putIfAbsent()).isEqualTo(PutResult.REFUSED);
    }

    /** Ours may be what the other has replaced. */
    @Test
    void shouldNotKnowWhetherAnotherHasReplacedItsOwnPut() {
        putByAnother(S3Objects.REPLACED_BY);
        service.next(PutObjectRequest.class, S3Fault.REPLY_LOST);

        assertThat(putIfAbsent()).isEqualTo(PutResult.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({S3Objects.CREATED_BY, S3Objects.REPLACED_BY, "none"})
    void shouldNotKnowWhetherItHasReplacedWhatAnotherHasReplacedSince(String idName) {
        // Given our replacement lands, and another replaces it, before we look
        service.put("key", THEIRS, Map.of());
        String tag = service.objects().get("key").tag();
        service.next(PutObjectRequest.class, S3Fault.REPLY_LOST);
        service.next(HeadObjectRequest.class, S3Fault.REQUEST_LOST);
        putByAnother(idName);

        assertThat(objects.putIfMatch("key", tag, OURS).result()).isEqualTo(PutResult.UNKNOWN);
    }

    /** A put that lands between two looks would be taken for another's by the second. */
    @Test
    void shouldLookOnce() {
        service.next(PutObjectRequest.class, S3Fault.LATE);

        assertThat(putIfAbsent()).isEqualTo(PutResult.UNKNOWN);
        assertThat(service.requests(HeadObjectRequest.class)).hasSize(1);
    }

    @Test
    void shouldNotKnowWhereItMayNotLook() {
        service.next(PutObjectRequest.class, S3Fault.REPLY_LOST);
        service.next(HeadObjectRequest.class, S3Fault.answer(403, ""));

        assertThat(putIfAbsent()).isEqualTo(PutResult.UNKNOWN);
    }

    @Test
    void shouldTakeARefusalForOneAtOnce() {
        putByAnother(S3Objects.CREATED_BY);

        assertThat(putIfAbsent()).isEqualTo(PutResult.REFUSED);
        assertThat(objects.putIfMatch("key", "\"other\"", OURS).result()).isEqualTo(PutResult.REFUSED);
        assertThat(objects.putIfMatch("nothing", "\"other\"", OURS).result()).isEqualTo(PutResult.REFUSED);
        assertThat(service.requests(HeadObjectRequest.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"409, ConditionalRequestConflict", "503, SlowDown", "400, ExpiredToken", "403, RequestTimeTooSkewed"})
    void shouldWaitAndSendAgainWhereNothingWasDone(int status, String code) {
        service.next(PutObjectRequest.class, S3Fault.answer(status, code), S3Fault.answer(status, code));

        assertThat(putIfAbsent()).isEqualTo(PutResult.STORED);
        assertThat(waits).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "403, RequestTimeTooSkewed, the clock of this machine is wrong: set it",
        "400, ExpiredToken, the credentials have run out: renew them",
        "400, AuthorizationHeaderMalformed, the bucket is in another region: set AWS_REGION to it",
        "301, PermanentRedirect, the bucket is in another region: set AWS_REGION to it",
        "501, NotImplemented, the server is none that the stores can lie on: use Amazon S3"
    })
    void shouldSayWhatToDoWhereNothingCanBeDone(int status, String code, String advice) {
        S3Fault[] always = new S3Fault[20];
        Arrays.fill(always, S3Fault.answer(status, code));
        service.next(PutObjectRequest.class, always);

        assertThatThrownBy(this::putIfAbsent)
                .isInstanceOfSatisfying(
                        TransientFailureException.class,
                        failure -> assertThat(failure.faults())
                                .containsExactly(Fault.of(
                                        ErrorCode.UNAVAILABLE,
                                        "s3://bucket/key",
                                        "s3:PutObject was answered by " + status + " " + code + "; " + advice,
                                        "")));
        assertThat(service.objects()).isEmpty();
    }

    @Test
    void shouldNotCallItARefusalWhereWhatIsAskedIsNoStore() {
        service.next(PutObjectRequest.class, S3Fault.answer(404, ""));

        assertThatThrownBy(this::putIfAbsent)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("s3:PutObject was answered by 404");
    }

    @Test
    void shouldNameABucketThatIsMissing() {
        S3Objects nowhere = objects("nowhere");

        for (Runnable request : List.<Runnable>of(
                () -> nowhere.get("key"),
                () -> nowhere.isThere("key"),
                () -> nowhere.putIfAbsent("key", OURS),
                () -> nowhere.putIfMatch("key", "\"tag\"", OURS),
                () -> nowhere.list("", null, page -> {}),
                () -> nowhere.delete("key"))) {
            assertThatThrownBy(request::run)
                    .isInstanceOf(TransientFailureException.class)
                    .hasMessageContaining("s3://nowhere/")
                    .hasMessageContaining("bucket");
        }
    }

    @Test
    void shouldAskOnceWhetherABucketIsThere() {
        assertThat(objects.isThere("one")).isFalse();
        assertThat(objects.isThere("other")).isFalse();

        assertThat(service.requests).hasSize(3);
    }
}
