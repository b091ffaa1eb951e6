package sleeper.s3server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.file.FilePath;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Single objects, put and read by the AWS SDK, and read as a job reads them. */
class ObjectsIT {
    @TempDir
    Path folder;

    private ServedFolder server;
    private S3Client s3;

    @BeforeEach
    void serve() throws IOException {
        server = ServedFolder.serve(folder);
        s3 = server.client();
        s3.createBucket(request -> request.bucket("bucket"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private String put(String key, String text, Consumer<PutObjectRequest.Builder> more) {
        return s3.putObject(
                        request -> {
                            request.bucket("bucket").key(key);
                            more.accept(request);
                        },
                        RequestBody.fromString(text))
                .eTag();
    }

    private String put(String key, String text) {
        return put(key, text, request -> {});
    }

    private ResponseBytes<GetObjectResponse> get(String key, Consumer<GetObjectRequest.Builder> more) {
        return s3.getObjectAsBytes(request -> {
            request.bucket("bucket").key(key);
            more.accept(request);
        });
    }

    private String get(String key) {
        return get(key, request -> {}).asUtf8String();
    }

    private HeadObjectResponse head(String key) {
        return s3.headObject(request -> request.bucket("bucket").key(key));
    }

    private static void assertRefused(int status, String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, refused -> {
            assertThat(refused.statusCode()).isEqualTo(status);
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }

    private static String md5(String text) throws Exception {
        return '"'
                + HexFormat.of()
                        .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)))
                + '"';
    }

    @Test
    void shouldPutAFileThatJobsReadAndNobodyElse() throws Exception {
        // When
        String eTag = put("a/b/c.parquet", "content");
        // Then
        Path file = server.buckets().resolve("bucket/a/b/c.parquet");
        assertThat(file).hasContent("content");
        assertThat(server.files().find(new FilePath("bucket", "a/b/c.parquet"))).isPresent();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        // And its tag is the digest of its content wherever it is told
        assertThat(eTag)
                .isEqualTo(md5("content"))
                .isEqualTo(head("a/b/c.parquet").eTag())
                .isEqualTo(get("a/b/c.parquet", request -> {}).response().eTag())
                .isEqualTo(s3.listObjectsV2(request -> request.bucket("bucket"))
                        .contents()
                        .get(0)
                        .eTag());
    }

    @Test
    void shouldReplaceAnObjectWhole() {
        // Given
        put("a", "before, and longer");
        // When
        put("a", "after");
        // Then
        assertThat(get("a")).isEqualTo("after");
    }

    @Test
    void shouldKeepWhatAClientSaysOfAnObject() {
        // When
        put(
                "a",
                "x",
                request -> request.contentType("text/csv")
                        .contentEncoding("gzip")
                        .contentLanguage("de")
                        .contentDisposition("attachment")
                        .cacheControl("no-store")
                        .metadata(Map.of("who", "me=you", "when", "now")));
        // Then
        HeadObjectResponse told = head("a");
        assertThat(told.contentType()).isEqualTo("text/csv");
        assertThat(told.contentEncoding()).isEqualTo("gzip");
        assertThat(told.contentLanguage()).isEqualTo("de");
        assertThat(told.contentDisposition()).isEqualTo("attachment");
        assertThat(told.cacheControl()).isEqualTo("no-store");
        assertThat(told.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("who", "me=you", "when", "now"));
    }

    @Test
    void shouldForgetWhatAClientSaidOnceSomebodyElseWroteTheFile() throws IOException {
        // Given
        put("a", "x", request -> request.contentType("text/csv").metadata(Map.of("who", "me")));
        // When
        Files.writeString(server.buckets().resolve("bucket/a"), "of somebody else");
        // Then its tag is no digest, as clients see by the dash
        HeadObjectResponse told = head("a");
        assertThat(told.metadata()).isEmpty();
        assertThat(told.contentType()).isEqualTo("binary/octet-stream");
        assertThat(told.eTag())
                .contains("-")
                .isEqualTo(get("a", request -> {}).response().eTag());
        assertThat(get("a")).isEqualTo("of somebody else");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-2,     012,        bytes 0-2/10",
        "bytes=3-3,     3,          bytes 3-3/10",
        "bytes=7-,      789,        bytes 7-9/10",
        "bytes=-4,      6789,       bytes 6-9/10",
        "bytes=-99,     0123456789, bytes 0-9/10",
        "bytes=8-99,    89,         bytes 8-9/10",
        "bytes=2-9223372036854775807, 23456789, bytes 2-9/10"
    })
    void shouldReadRanges(String range, String expected, String told) {
        // Given
        put("a", "0123456789");
        // When
        ResponseBytes<GetObjectResponse> answer = get("a", request -> request.range(range));
        // Then
        assertThat(answer.asUtf8String()).isEqualTo(expected);
        assertThat(answer.response().contentRange()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"bytes=10-12", "bytes=-0"})
    void shouldRefuseARangeThatHasNothing(String range) {
        put("a", "0123456789");
        assertRefused(416, "InvalidRange", () -> get("a", request -> request.range(range)));
    }

    @Test
    void shouldPutUnderConditions() {
        String first = put("a", "1", request -> request.ifNoneMatch("*"));
        assertRefused(412, "PreconditionFailed", () -> put("a", "2", request -> request.ifNoneMatch("*")));
        String second = put("a", "3", request -> request.ifMatch(first));
        assertRefused(412, "PreconditionFailed", () -> put("a", "4", request -> request.ifMatch(first)));
        assertRefused(404, "NoSuchKey", () -> put("b", "5", request -> request.ifMatch(first)));
        assertThat(get("a")).isEqualTo("3");
        assertThat(head("a").eTag()).isEqualTo(second);
    }

    @Test
    void shouldLetOneOfManyHaveAKeyAndOneOfManyReplaceIt() {
        // When
        long created = doneOfMany(i -> put("a", "" + i, request -> request.ifNoneMatch("*")));
        // Then
        assertThat(created).isOne();
        String tag = head("a").eTag();
        assertThat(doneOfMany(i -> put("a", "again " + i, request -> request.ifMatch(tag))))
                .isOne();
    }

    private static long doneOfMany(Consumer<Integer> put) {
        return IntStream.range(0, 16)
                .parallel()
                .filter(i -> {
                    try {
                        put.accept(i);
                        return true;
                    } catch (S3Exception refused) {
                        assertThat(refused.statusCode()).isEqualTo(412);
                        return false;
                    }
                })
                .count();
    }

    @Test
    void shouldReadUnderConditions() {
        String tag = put("a", "1");
        assertThat(get("a", request -> request.ifMatch(tag)).asUtf8String()).isEqualTo("1");
        assertRefused(412, "PreconditionFailed", () -> get("a", request -> request.ifMatch("\"0\"")));
        assertThatThrownBy(() -> get("a", request -> request.ifNoneMatch(tag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, same -> assertThat(same.statusCode()).isEqualTo(304));
        var written = head("a").lastModified();
        assertThatThrownBy(() -> get("a", request -> request.ifModifiedSince(written)))
                .isInstanceOfSatisfying(
                        S3Exception.class, same -> assertThat(same.statusCode()).isEqualTo(304));
        assertRefused(
                412,
                "PreconditionFailed",
                () -> get("a", request -> request.ifUnmodifiedSince(written.minusSeconds(1))));
        assertThat(get("a", request -> request.ifUnmodifiedSince(written)).asUtf8String())
                .isEqualTo("1");
    }

    @Test
    void shouldCheckWhatCameAgainstEachChecksum() {
        for (ChecksumAlgorithm algorithm : List.of(
                ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32_C, ChecksumAlgorithm.SHA1, ChecksumAlgorithm.SHA256)) {
            put("a", algorithm.toString(), request -> request.checksumAlgorithm(algorithm));
            assertThat(get("a")).isEqualTo(algorithm.toString());
        }
        assertRefused(400, "BadDigest", () -> put("a", "x", request -> request.checksumCRC32("AAAAAA==")));
        assertRefused(400, "BadDigest", () -> put("a", "x", request -> request.contentMD5("1B2M2Y8AsgTpgAmY7PhCfg==")));
        assertThat(get("a")).isEqualTo("SHA256");
    }

    @Test
    void shouldCopyAnObjectWithWhatWasSaidOfItOrWithOtherWords() {
        // Given
        String tag = put("a", "x", request -> request.contentType("text/csv").metadata(Map.of("who", "me")));
        // When
        s3.copyObject(copy -> copy.sourceBucket("bucket")
                .sourceKey("a")
                .destinationBucket("bucket")
                .destinationKey("b/c"));
        s3.copyObject(copy -> copy.sourceBucket("bucket")
                .sourceKey("a")
                .destinationBucket("bucket")
                .destinationKey("a")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("who", "you")));
        // Then
        assertThat(head("b/c").metadata()).isEqualTo(Map.of("who", "me"));
        assertThat(head("b/c").contentType()).isEqualTo("text/csv");
        assertThat(head("b/c").eTag()).isEqualTo(tag);
        assertThat(head("a").metadata()).isEqualTo(Map.of("who", "you"));
        assertThat(get("b/c")).isEqualTo(get("a")).isEqualTo("x");
        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.copyObject(copy -> copy.sourceBucket("bucket")
                        .sourceKey("a")
                        .destinationBucket("bucket")
                        .destinationKey("d")
                        .copySourceIfMatch("\"0\"")));
    }

    @Test
    void shouldDeleteManyAtOnceAndTheFoldersThatAreEmptyThen() {
        // Given
        put("a/b/c", "1");
        put("a/d", "2");
        put("e/f", "3");
        // When
        var answer = s3.deleteObjects(request -> request.bucket("bucket")
                .delete(Delete.builder()
                        .objects(List.of(
                                ObjectIdentifier.builder().key("a/b/c").build(),
                                ObjectIdentifier.builder().key("e/f").build(),
                                ObjectIdentifier.builder().key("never").build()))
                        .build()));
        // Then
        assertThat(answer.deleted()).hasSize(3);
        assertThat(answer.errors()).isEmpty();
        assertThat(server.buckets().resolve("bucket/e")).doesNotExist();
        assertThat(server.buckets().resolve("bucket/a")).isDirectoryContaining("glob:**/d");
    }

    @Test
    void shouldDeleteUnderACondition() {
        String tag = put("a", "1");
        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.deleteObject(
                        request -> request.bucket("bucket").key("a").ifMatch("\"0\"")));
        s3.deleteObject(request -> request.bucket("bucket").key("a").ifMatch(tag));
        assertThatThrownBy(() -> head("a")).isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void shouldReadWhatALinkLeadsToInsideTheBucketAndNothingOutside() throws IOException {
        // Given
        put("a", "inside");
        Path secret = Files.writeString(folder.resolve("secret"), "outside");
        Path bucket = server.buckets().resolve("bucket");
        Files.createSymbolicLink(bucket.resolve("in"), bucket.resolve("a"));
        Files.createSymbolicLink(bucket.resolve("out"), secret);
        Files.createSymbolicLink(bucket.resolve("above"), folder);
        // When / Then
        assertThat(get("in")).isEqualTo("inside");
        assertRefused(403, "AccessDenied", () -> get("out"));
        assertRefused(403, "AccessDenied", () -> get("above/secret"));
        assertRefused(403, "AccessDenied", () -> put("above/new", "x"));
        assertThat(folder.resolve("new")).doesNotExist();
        assertThat(s3.listObjectsV2(request -> request.bucket("bucket")).contents())
                .extracting(object -> object.key())
                .containsExactly("a", "in");
        // And a link that is put over is replaced, and what it leads to stays
        put("out", "mine");
        assertThat(secret).hasContent("outside");
    }

    @Test
    void shouldRefuseAnAclThatGivesToOthers() {
        assertRefused(501, "NotImplemented", () -> put("a", "x", request -> request.acl(ObjectCannedACL.PUBLIC_READ)));
        assertThat(server.buckets().resolve("bucket")).isEmptyDirectory();
    }
}
