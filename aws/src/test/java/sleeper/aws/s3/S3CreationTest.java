package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.aws.request.InFlight;
import sleeper.core.file.ActionDeniedException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileOutcomeUnknownException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.file.WritableFile;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/** What becomes of a file whose last request does not end well, put whole or in parts. */
class S3CreationTest {
    private static final FilePath FILE = new FilePath(FakeS3.BUCKET, "folder/file");
    private static final PartSizes SIZES = new PartSizes(10);
    private static final int WHOLE = 5;
    private static final int IN_PARTS = 25;

    private final FakeS3 service = new FakeS3();
    private final List<Duration> waits = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final S3FileStore store = new S3FileStore(
            service,
            new InFlight(Runnable::run),
            SIZES,
            new Surroundings(() -> Instant.EPOCH, () -> "writer" + ids.incrementAndGet(), new Random(1), waits::add));

    private static byte[] content(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }

    private static Class<? extends S3Request> lastRequest(int bytes) {
        return bytes == WHOLE ? PutObjectRequest.class : CompleteMultipartUploadRequest.class;
    }

    private void lastRequestEnds(int bytes, S3Fault... ends) {
        service.next(lastRequest(bytes), ends);
    }

    private FileInfo create(int bytes) throws IOException {
        try (WritableFile file = store.create(FILE)) {
            file.write(ByteBuffer.wrap(content(bytes)));
            return file.commit();
        }
    }

    private void expectCreated(int bytes, int lastRequests) throws IOException {
        FileInfo info = create(bytes);
        assertThat(service.objects().get(FILE.key()).bytes()).isEqualTo(content(bytes));
        assertThat(store.find(FILE)).contains(info);
        assertThat(service.requests(lastRequest(bytes))).hasSize(lastRequests);
        assertThat(service.openUploads()).isZero();
    }

    private void expectNotCreated(int bytes) {
        assertThat(service.objects()).doesNotContainKey(FILE.key());
        assertThat(service.openUploads()).isZero();
        service.land();
        assertThat(service.objects()).as("nor is it later").doesNotContainKey(FILE.key());
        assertThat(service.requests(lastRequest(bytes))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, WHOLE, 10, 11, 20, IN_PARTS, 101})
    void shouldSendAFileWithTheChecksumOfAllItsBytes(int bytes) throws Exception {
        create(bytes);

        assertThat(service.objects().get(FILE.key()))
                .returns(content(bytes).length, stored -> stored.bytes().length)
                .returns(Crc32c.of(content(bytes)), FakeS3.Stored::checksum);
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, IN_PARTS})
    void shouldNotLookForAFileWhoseAnswerSaysThatItWasWritten(int bytes) throws Exception {
        FileInfo info = create(bytes);

        assertThat(info)
                .isEqualTo(new FileInfo(
                        FILE,
                        new FileVersion(bytes, service.objects().get(FILE.key()).tag())));
        assertThat(service.requests(HeadObjectRequest.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, IN_PARTS})
    void shouldFindItsOwnFileAfterTheAnswerWasLost(int bytes) throws Exception {
        lastRequestEnds(bytes, S3Fault.REPLY_LOST);

        expectCreated(bytes, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, IN_PARTS})
    void shouldFindItsOwnFileWhereTheConnectionEndedWithoutTheSdksWord(int bytes) throws Exception {
        lastRequestEnds(bytes, S3Fault.REPLY_LOST_BARE);

        expectCreated(bytes, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, IN_PARTS})
    void shouldLookForAFileWhoseAnswerWasCutShort(int bytes) throws Exception {
        service.cuttingAnswers(1);

        expectCreated(bytes, 1);
    }

    @ParameterizedTest
    @CsvSource({
        WHOLE + ", 500, InternalError",
        IN_PARTS + ", 500, InternalError",
        IN_PARTS + ", 200, InternalError",
        WHOLE + ", 503, ServiceUnavailable",
        IN_PARTS + ", 503, ServiceUnavailable"
    })
    void shouldLookAndSendAgainAfterAnAnswerThatLeavesItOpen(int bytes, int status, String code) throws Exception {
        // Given it was not done the first time, and done the second
        lastRequestEnds(bytes, S3Fault.answer(status, code), S3Fault.doneAndAnswered(status, code));

        expectCreated(bytes, 2);
        assertThat(waits).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        WHOLE + ", 503, SlowDown",
        IN_PARTS + ", 503, SlowDown",
        IN_PARTS + ", 200, SlowDown",
        WHOLE + ", 403, RequestTimeTooSkewed",
        IN_PARTS + ", 403, RequestTimeTooSkewed",
        WHOLE + ", 400, ExpiredToken",
        IN_PARTS + ", 400, ExpiredToken",
        WHOLE + ", 409, ConditionalRequestConflict"
    })
    void shouldWaitAndSendAgainWhereNothingWasDone(int bytes, int status, String code) throws Exception {
        lastRequestEnds(bytes, S3Fault.answer(status, code), S3Fault.answer(status, code));

        expectCreated(bytes, 3);
        assertThat(waits).hasSize(2);
    }

    @Test
    void shouldNotSendACompletionAgainAfterAConflict() throws Exception {
        lastRequestEnds(IN_PARTS, S3Fault.answer(409, "ConditionalRequestConflict"));

        assertThatThrownBy(() -> create(IN_PARTS))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("s3://bucket/folder/file: s3:PutObject was answered by 409 ConditionalRequestConflict;"
                        + " another request for it was under way: write it anew");
        expectNotCreated(IN_PARTS);
    }

    @Test
    void shouldSettleAConflictThatFollowsAnOpenTryByALook() throws Exception {
        // Given the first try lands while the second is refused
        lastRequestEnds(IN_PARTS, S3Fault.REQUEST_LOST, S3Fault.doneAndAnswered(409, "ConditionalRequestConflict"));

        expectCreated(IN_PARTS, 2);
    }

    @Test
    void shouldNotKnowWhatBecomesOfAFileThatIsNotThereAfterAnOpenTryAndAConflict() {
        lastRequestEnds(IN_PARTS, S3Fault.REQUEST_LOST, S3Fault.answer(409, "ConditionalRequestConflict"));

        assertThatThrownBy(() -> create(IN_PARTS)).isInstanceOf(FileOutcomeUnknownException.class);
    }

    @ParameterizedTest
    @CsvSource({
        WHOLE + ", 400, InvalidRequest",
        IN_PARTS + ", 400, InvalidRequest",
        WHOLE + ", 501, NotImplemented",
        IN_PARTS + ", 501, NotImplemented",
        WHOLE + ", 301, PermanentRedirect",
        IN_PARTS + ", 400, BadDigest",
        IN_PARTS + ", 400, InvalidPart",
        WHOLE + ", 404, NoSuchBucket"
    })
    void shouldSayThatAFileIsNotThereThatWasRefused(int bytes, int status, String code) {
        lastRequestEnds(bytes, S3Fault.answer(status, code));

        assertThatThrownBy(() -> create(bytes))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("s3://bucket/folder/file: s3:PutObject was answered by " + status + " " + code);
        expectNotCreated(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, IN_PARTS})
    void shouldSayThatAFileMayNotBeWritten(int bytes) {
        lastRequestEnds(bytes, S3Fault.answer(403, "AccessDenied"));

        assertThatThrownBy(() -> create(bytes)).isInstanceOf(ActionDeniedException.class);
        expectNotCreated(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, IN_PARTS})
    void shouldRefuseAFileThatAnotherHasWritten(int bytes) {
        service.put(FILE.key(), content(bytes), Map.of("writer", "another"));

        assertThatThrownBy(() -> create(bytes)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(service.objects().get(FILE.key()).metadata()).containsEntry("writer", "another");
        assertThat(service.openUploads()).isZero();
    }

    /** Whoever sends requests on may send one twice. */
    @ParameterizedTest
    @ValueSource(ints = {WHOLE, IN_PARTS})
    void shouldKnowItsOwnFileThatItWasRefusedFor(int bytes) throws Exception {
        lastRequestEnds(bytes, S3Fault.doneAndAnswered(412, "PreconditionFailed"));

        expectCreated(bytes, 1);
    }

    @Test
    void shouldTakeNoSuchUploadForAnswerOfACompletionThatWasDone() throws Exception {
        lastRequestEnds(IN_PARTS, S3Fault.doneAndAnswered(404, "NoSuchUpload"));

        expectCreated(IN_PARTS, 1);
    }

    @Test
    void shouldSayThatAnUploadIsGoneThatWasAborted() {
        lastRequestEnds(IN_PARTS, S3Fault.answer(404, "NoSuchUpload"));

        assertThatThrownBy(() -> create(IN_PARTS))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("NoSuchUpload; the upload was aborted meanwhile");
        expectNotCreated(IN_PARTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, IN_PARTS})
    void shouldNotKnowWhatBecomesOfAFileBesideAnothers(int bytes) throws Exception {
        // Given our try is on its way while another's file is there
        service.put(FILE.key(), content(3), Map.of("writer", "another"));
        lastRequestEnds(bytes, S3Fault.LATE);
        // When / Then
        WritableFile file = store.create(FILE);
        file.write(ByteBuffer.wrap(content(bytes)));
        assertThatThrownBy(file::commit).isInstanceOf(FileOutcomeUnknownException.class);
        // And indeed it comes to be once the other is deleted
        store.delete(FILE);
        service.land();
        assertThat(service.objects()).containsKey(FILE.key());
        file.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, IN_PARTS})
    void shouldWriteOneFileThoughAnEarlierTryArrivesLate(int bytes) throws Exception {
        lastRequestEnds(bytes, S3Fault.LATE);

        expectCreated(bytes, 2);
        FakeS3.Stored stored = service.objects().get(FILE.key());
        service.land();
        assertThat(service.objects()).containsExactly(Map.entry(FILE.key(), stored));
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, IN_PARTS})
    void shouldNotKnowWhatBecomesOfAFileWhoseTriesAreAllOpen(int bytes) {
        lastRequestEnds(
                bytes, S3Fault.LATE, S3Fault.REQUEST_LOST, S3Fault.REQUEST_LOST, S3Fault.answer(500, "InternalError"));

        assertThatThrownBy(() -> create(bytes))
                .isInstanceOf(FileOutcomeUnknownException.class)
                .hasMessageContaining("s3:PutObject was answered by 500 InternalError");
        assertThat(service.requests(lastRequest(bytes))).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, IN_PARTS})
    void shouldNotKnowWhatBecomesOfAFileThatCannotBeLookedForAfterAnOpenTry(int bytes) {
        lastRequestEnds(bytes, S3Fault.REPLY_LOST);
        service.next(HeadObjectRequest.class, S3Fault.answer(403, ""));

        assertThatThrownBy(() -> create(bytes))
                .isInstanceOf(FileOutcomeUnknownException.class)
                .hasMessageContaining("s3:PutObject had no answer: connection reset");
    }

    @ParameterizedTest
    @CsvSource({WHOLE + ", 403, AccessDenied", IN_PARTS + ", 400, InvalidRequest"})
    void shouldNotTakeARefusalAfterAnOpenTryForTheEnd(int bytes, int status, String code) throws Exception {
        lastRequestEnds(bytes, S3Fault.LATE, S3Fault.answer(status, code));

        assertThatThrownBy(() -> create(bytes)).isInstanceOf(FileOutcomeUnknownException.class);
    }

    @Test
    void shouldNotTakeAFileOfOtherBytesForItsOwn() {
        lastRequestEnds(WHOLE, S3Fault.LATE, S3Fault.LATE, S3Fault.LATE, S3Fault.LATE);
        service.put(FILE.key(), new byte[WHOLE], Map.of("writer", "writer1"));

        assertThatThrownBy(() -> create(WHOLE)).isInstanceOf(FileOutcomeUnknownException.class);
    }
}
