package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sleeper.aws.request.InFlight;
import sleeper.core.file.ActionDeniedException;
import sleeper.core.file.FilePath;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;

class S3DeletesTest {
    private final FakeS3 service = new FakeS3();
    private final S3FileStore store = new S3FileStore(
            service,
            new InFlight(Runnable::run),
            new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), time -> {}));

    private List<FilePath> put(int number) {
        return IntStream.range(0, number).mapToObj(i -> put("f" + (10_000 + i))).toList();
    }

    private FilePath put(String key) {
        service.put(key, new byte[1], Map.of());
        return new FilePath(FakeS3.BUCKET, key);
    }

    @Test
    void shouldDeleteAThousandByARequest() {
        assertThat(store.deleteAll(put(2_001))).isEmpty();

        assertThat(service.objects()).isEmpty();
        assertThat(service.requests).hasSize(3).allMatch(DeleteObjectsRequest.class::isInstance);
    }

    /** The request ended well, and yet not all was done. */
    @Test
    void shouldSendAgainTogetherWhatTheAnswerNames() {
        List<FilePath> files = put(3);
        service.keeping(files.get(1).key(), "InternalError", 2);

        assertThat(store.deleteAll(files)).isEmpty();

        assertThat(service.objects()).isEmpty();
        assertThat(service.requests(DeleteObjectsRequest.class)).hasSize(3);
        assertThat(service.requests(DeleteObjectRequest.class)).isEmpty();
    }

    @Test
    void shouldTryOneByOneWhatIsNamedAgainAndAgain() {
        List<FilePath> files = put(3);
        service.keeping(files.get(1).key(), "InternalError", 100);

        assertThat(store.deleteAll(files)).isEmpty();

        assertThat(service.objects()).isEmpty();
        assertThat(service.requests(DeleteObjectRequest.class)).hasSize(1);
    }

    /** A thousand requests of one caller who may not do them would fail alike. */
    @Test
    void shouldNotRepeatForEachFileWhatIsRefusedToTheCaller() {
        service.next(DeleteObjectsRequest.class, S3Fault.answer(403, "InvalidAccessKeyId"));

        assertThat(store.deleteAll(put(3)))
                .hasSize(3)
                .allSatisfy((file, failure) -> assertThat(failure).hasMessageContaining("InvalidAccessKeyId"));

        assertThat(service.requests).hasSize(1);
    }

    @Test
    void shouldSayWhichRightIsMissingForEachThatIsLeft() {
        List<FilePath> files = put(3);
        service.keeping(files.get(0).key(), "AccessDenied", 1)
                .keeping(files.get(2).key(), "AccessDenied", 1);

        Map<FilePath, IOException> left = store.deleteAll(files);

        assertThat(left.keySet()).containsExactly(files.get(0), files.get(2));
        assertThat(left.values())
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ActionDeniedException.class,
                                denied ->
                                        assertThat(denied.advice()).contains("s3:DeleteObject on s3://bucket/f1000")));
        assertThat(service.requests(DeleteObjectRequest.class)).isEmpty();
    }

    @Test
    void shouldDeleteOneByOneOnAServerThatHasNoSuchRequest() {
        service.next(DeleteObjectsRequest.class, S3Fault.answer(501, "NotImplemented"));

        assertThat(store.deleteAll(put(3))).isEmpty();

        assertThat(service.objects()).isEmpty();
    }

    @Test
    void shouldSendAgainWhatHadNoAnswer() {
        service.next(DeleteObjectsRequest.class, S3Fault.REQUEST_LOST, S3Fault.REPLY_LOST);

        assertThat(store.deleteAll(put(3))).isEmpty();

        assertThat(service.requests(DeleteObjectsRequest.class)).hasSize(3);
    }

    /** XML 1.0 has no such character, even escaped. */
    @Test
    void shouldDeleteByItselfWhatXmlCannotName() {
        FilePath odd = put("a\uFFFEb");

        assertThat(store.deleteAll(List.of(odd, put("plain")))).isEmpty();

        assertThat(service.objects()).isEmpty();
        assertThat(service.requests(DeleteObjectRequest.class)).hasSize(1);
    }
}
