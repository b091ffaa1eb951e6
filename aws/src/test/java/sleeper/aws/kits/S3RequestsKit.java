package sleeper.aws.kits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What S3 makes of requests that are damaged or late, and what it tells of an object: checksums, metadata, the age of a signature. */
@ExtendWith(Places.class)
class S3RequestsKit {
    private static final Reply BAD_DIGEST = new Reply(400, "BadDigest");
    private static final Reply TOO_SKEWED = new Reply(403, "RequestTimeTooSkewed");
    private static final Duration OFF = Duration.ofMinutes(20);
    private static final int LEAST_PART = 5 << 20;

    private final Place place;
    private final S3Client s3;
    private final String bucket;
    private final String key;

    S3RequestsKit(Place place) {
        this.place = place;
        this.s3 = place.server().s3();
        this.bucket = place.server().bucket();
        this.key = place.key("object");
    }

    private Reply find() throws Exception {
        return Reply.of(
                () -> s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)));
    }

    @Test
    void shouldRefuseAPutWhoseBytesDifferFromTheirChecksum() throws Exception {
        assertThat(Reply.of(() -> s3.putObject(
                        request -> request.bucket(bucket).key(key).checksumCRC32C(Checksums.crc32c("sent")),
                        RequestBody.fromString("came"))))
                .isEqualTo(BAD_DIGEST);
        assertThat(find()).isEqualTo(S3ConditionsKit.NO_KEY);
    }

    @Test
    void shouldGiveBackTheChecksumAndTheMetadataOfAPut() {
        // Given
        s3.putObject(
                request -> request.bucket(bucket)
                        .key(key)
                        .metadata(Map.of("writer", "one"))
                        .checksumCRC32C(Checksums.crc32c("text")),
                RequestBody.fromString("text"));
        // When
        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
        // Then
        assertThat(head.checksumCRC32C()).isEqualTo(Checksums.crc32c("text"));
        assertThat(head.metadata()).isEqualTo(Map.of("writer", "one"));
        assertThat(head.contentLength()).isEqualTo(4);
    }

    private String upload() {
        return s3.createMultipartUpload(request -> request.bucket(bucket)
                        .key(key)
                        .metadata(Map.of("writer", "one"))
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                        .checksumType(ChecksumType.FULL_OBJECT))
                .uploadId();
    }

    private CompletedPart send(String upload, int number, String text, String checksum) {
        String tag = s3.uploadPart(
                        request -> request.bucket(bucket)
                                .key(key)
                                .uploadId(upload)
                                .partNumber(number)
                                .checksumCRC32C(checksum),
                        RequestBody.fromString(text))
                .eTag();
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(tag)
                .checksumCRC32C(checksum)
                .build();
    }

    @Test
    void shouldRefuseAPartWhoseBytesDifferFromTheirChecksum() throws Exception {
        String upload = upload();

        assertThat(Reply.of(() -> send(upload, 1, "came", Checksums.crc32c("sent"))))
                .isEqualTo(BAD_DIGEST);
    }

    /** In an upload of several parts, whose whole has the checksum of its bytes, not of its parts' checksums. */
    @Test
    void shouldCompleteOnlyWithTheChecksumOfTheWhole() throws Exception {
        // Given
        String first = "x".repeat(LEAST_PART);
        String upload = upload();
        List<CompletedPart> parts = List.of(
                send(upload, 1, first, Checksums.crc32c(first)), send(upload, 2, "end", Checksums.crc32c("end")));
        // When / Then
        assertThat(Reply.of(() -> complete(upload, parts, "another"))).isEqualTo(BAD_DIGEST);
        assertThat(find()).isEqualTo(S3ConditionsKit.NO_KEY);
        assertThat(Reply.of(() -> complete(upload, parts, first + "end"))).isEqualTo(Reply.OK);
        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
        assertThat(head.checksumCRC32C()).isEqualTo(Checksums.crc32c(first + "end"));
        assertThat(head.contentLength()).isEqualTo(LEAST_PART + 3);
        assertThat(head.metadata()).isEqualTo(Map.of("writer", "one"));
    }

    private Object complete(String upload, List<CompletedPart> parts, String whole) {
        return s3.completeMultipartUpload(request -> request.bucket(bucket)
                .key(key)
                .uploadId(upload)
                .checksumType(ChecksumType.FULL_OBJECT)
                .checksumCRC32C(Checksums.crc32c(whole))
                .multipartUpload(all -> all.parts(parts)));
    }

    @Test
    void shouldRefuseARequestWhoseSignatureIsTooOldOrFromTheFuture() throws Exception {
        for (Duration offset : List.of(OFF.negated(), OFF)) {
            try (S3Client skewed = place.server().s3(offset)) {
                assertThat(Reply.of(() -> skewed.putObject(
                                request -> request.bucket(bucket).key(key), RequestBody.fromString("text"))))
                        .as("%s", offset)
                        .isEqualTo(TOO_SKEWED);
            }
        }
        assertThat(find()).isEqualTo(S3ConditionsKit.NO_KEY);
    }
}
