package sleeper.aws.kits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** The same as {@link S3ConditionsKit}, of uploads in parts and their completion. */
@ExtendWith(Places.class)
class S3UploadsKit {
    private static final Reply NO_UPLOAD = new Reply(404, "NoSuchUpload");
    private static final int ROUNDS = 5;

    private final Place place;
    private final S3Client s3;
    private final String bucket;
    private final String key;

    S3UploadsKit(Place place) {
        this.place = place;
        this.s3 = place.server().s3();
        this.bucket = place.server().bucket();
        this.key = place.key("object");
    }

    /** An upload of one part, which is sent. */
    private record Upload(String id, CompletedPart part) {}

    private Upload begin(String text) {
        String id = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key(key).checksumAlgorithm(ChecksumAlgorithm.CRC32_C))
                .uploadId();
        return new Upload(id, send(id, text));
    }

    private CompletedPart send(String id, String text) {
        String checksum = Checksums.crc32c(text);
        String tag = s3.uploadPart(
                        request -> request.bucket(bucket)
                                .key(key)
                                .uploadId(id)
                                .partNumber(1)
                                .checksumCRC32C(checksum),
                        RequestBody.fromString(text))
                .eTag();
        return CompletedPart.builder()
                .partNumber(1)
                .eTag(tag)
                .checksumCRC32C(checksum)
                .build();
    }

    private Callable<?> completing(Upload upload, Consumer<CompleteMultipartUploadRequest.Builder> condition) {
        return () -> s3.completeMultipartUpload(request -> {
            request.bucket(bucket).key(key).uploadId(upload.id()).multipartUpload(all -> all.parts(upload.part()));
            condition.accept(request);
        });
    }

    private String put(String text) {
        return s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text))
                .eTag();
    }

    private String there() {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
    }

    private List<String> open() {
        return s3.listMultipartUploads(request -> request.bucket(bucket).prefix(place.key(""))).uploads().stream()
                .map(upload -> upload.uploadId())
                .toList();
    }

    @Test
    void shouldCompleteIfNoneMatchWhereNothingIs() throws Exception {
        assertThat(Reply.of(completing(begin("uploaded"), request -> request.ifNoneMatch("*"))))
                .isEqualTo(Reply.OK);
        assertThat(there()).isEqualTo("uploaded");
        assertThat(open()).isEmpty();
    }

    @Test
    void shouldRefuseToCompleteIfNoneMatchWhereAnObjectIs() throws Exception {
        // Given
        Upload upload = begin("uploaded");
        put("there");
        // When / Then
        assertThat(Reply.of(completing(upload, request -> request.ifNoneMatch("*"))))
                .isEqualTo(S3ConditionsKit.FAILED);
        assertThat(there()).isEqualTo("there");
    }

    @Test
    void shouldCompleteIfMatchOnlyOverTheObjectNamed() throws Exception {
        // Given
        String first = put("first");
        Upload over = begin("over the first");
        Upload late = begin("over the first, too");
        // When / Then
        assertThat(Reply.of(completing(over, request -> request.ifMatch(first))))
                .isEqualTo(Reply.OK);
        assertThat(Reply.of(completing(late, request -> request.ifMatch(first))))
                .isEqualTo(S3ConditionsKit.FAILED);
        assertThat(there()).isEqualTo("over the first");
    }

    @Test
    void shouldRefuseToCompleteIfMatchWhereNothingIs() throws Exception {
        assertThat(Reply.of(completing(
                        begin("uploaded"), request -> request.ifMatch("\"0123456789abcdef0123456789abcdef\""))))
                .isEqualTo(S3ConditionsKit.NO_KEY);
        assertThat(Reply.of(this::there)).isEqualTo(S3ConditionsKit.NO_KEY);
    }

    @Test
    void shouldLetOneOfTwoCompletionsIfNoneMatchWin() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            assertThat(s3.deleteObject(request -> request.bucket(bucket).key(key)))
                    .isNotNull();
            List<Callable<?>> completions = List.of(
                    completing(begin("of 0"), request -> request.ifNoneMatch("*")),
                    completing(begin("of 1"), request -> request.ifNoneMatch("*")));
            // When
            List<Reply> replies = Reply.ofAll(completions);
            // Then
            assertThat(replies).containsOnlyOnce(Reply.OK);
            assertThat(replies).isSubsetOf(Reply.OK, S3ConditionsKit.FAILED, S3ConditionsKit.CONFLICT);
            assertThat(there()).isEqualTo("of " + replies.indexOf(Reply.OK));
        }
    }

    /** The answer to the first may be lost, and whoever asks again must not spoil what is there. */
    @Test
    void shouldKeepTheObjectWhereACompletionIsRepeated() throws Exception {
        // Given
        Upload upload = begin("uploaded");
        assertThat(Reply.of(completing(upload, request -> request.ifNoneMatch("*"))))
                .isEqualTo(Reply.OK);
        String tag = s3.headObject(request -> request.bucket(bucket).key(key)).eTag();
        // When
        Reply again = Reply.of(completing(upload, request -> request.ifNoneMatch("*")));
        // Then
        assertThat(again).isIn(Reply.OK, NO_UPLOAD, S3ConditionsKit.FAILED);
        assertThat(s3.headObject(request -> request.bucket(bucket).key(key)).eTag())
                .isEqualTo(tag);
    }

    @Test
    void shouldKnowNothingOfAnUploadThatWasAborted() throws Exception {
        // Given
        Upload upload = begin("uploaded");
        assertThat(open()).containsExactly(upload.id());
        s3.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(upload.id()));
        // When / Then
        assertThat(open()).isEmpty();
        assertThat(Reply.of(() -> send(upload.id(), "late"))).isEqualTo(NO_UPLOAD);
        assertThat(Reply.of(completing(upload, request -> request.ifNoneMatch("*"))))
                .isEqualTo(NO_UPLOAD);
        assertThat(Reply.of(this::there)).isEqualTo(S3ConditionsKit.NO_KEY);
    }
}
