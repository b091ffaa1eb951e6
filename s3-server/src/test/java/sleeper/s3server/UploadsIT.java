package sleeper.s3server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderScan;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects that come in parts. */
class UploadsIT {
    private static final int PART_BYTES = 5 << 20;

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

    private String begin(String key) {
        return s3.createMultipartUpload(request -> request.bucket("bucket")
                        .key(key)
                        .contentType("text/csv")
                        .metadata(Map.of("who", "me")))
                .uploadId();
    }

    private CompletedPart put(String key, String id, int number, byte[] bytes) {
        String tag = s3.uploadPart(
                        request ->
                                request.bucket("bucket").key(key).uploadId(id).partNumber(number),
                        RequestBody.fromBytes(bytes))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    private String complete(String key, String id, CompletedPart... parts) {
        return s3.completeMultipartUpload(request ->
                        request.bucket("bucket").key(key).uploadId(id).multipartUpload(upload -> upload.parts(parts)))
                .eTag();
    }

    private static byte[] bytes(int seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void assertRefused(int status, String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(refused.statusCode()).isEqualTo(status);
        });
    }

    /** Files, and what was left out, as a job finds them; an empty bucket is an empty folder, whatever is under way. */
    private List<String> seenByAJob() throws IOException {
        List<String> seen = new ArrayList<>();
        FolderScan all = new FolderScan() {
            @Override
            public boolean enters(String key) {
                return true;
            }

            @Override
            public boolean readsFile(String key) {
                return true;
            }

            @Override
            public boolean readsFolder(String key) {
                return true;
            }

            @Override
            public boolean follows(String key) {
                return true;
            }

            @Override
            public void aside(Aside why, String key) {
                seen.add(why + " " + key);
            }
        };
        for (FileInfo file :
                server.files().scan(new FileFolder("bucket", ""), all).toList()) {
            seen.add(file.path().key());
        }
        return seen;
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> all = Files.exists(server.scratch()) ? Files.walk(server.scratch()) : Stream.empty()) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void shouldJoinPartsInTheirOrderWhicheverCameFirst() throws Exception {
        // Given
        byte[] first = bytes(1, PART_BYTES);
        byte[] second = bytes(2, 17);
        String id = begin("a/b");
        CompletedPart two = put("a/b", id, 2, second);
        CompletedPart one = put("a/b", id, 1, first);
        // When
        String tag = complete("a/b", id, one, two);
        // Then
        Path file = server.buckets().resolve("bucket/a/b");
        byte[] whole = Files.readAllBytes(file);
        assertThat(whole).startsWith(first).endsWith(second).hasSize(first.length + second.length);
        HeadObjectResponse told =
                s3.headObject(request -> request.bucket("bucket").key("a/b"));
        assertThat(told.eTag()).isEqualTo(tag).endsWith("-2\"");
        assertThat(told.contentType()).isEqualTo("text/csv");
        assertThat(told.metadata()).isEqualTo(Map.of("who", "me"));
        assertThat(parts()).isEmpty();
        assertThat(seenByAJob()).containsExactly("a/b");
    }

    @Test
    void shouldShowNothingToAJobOrAListBeforeItIsComplete() throws IOException {
        // Given
        String id = begin("a/b");
        put("a/b", id, 1, bytes(1, 100));
        // When / Then
        assertThat(seenByAJob()).containsExactly("EMPTY_FOLDER ");
        assertThat(server.buckets().resolve("bucket")).isEmptyDirectory();
        assertThat(s3.listObjectsV2(request -> request.bucket("bucket")).contents())
                .isEmpty();
        assertThat(s3.listMultipartUploads(request -> request.bucket("bucket")).uploads())
                .extracting(upload -> upload.key() + " " + upload.uploadId())
                .containsExactly("a/b " + id);
        assertThat(s3.listParts(request -> request.bucket("bucket").key("a/b").uploadId(id))
                        .parts())
                .extracting(Part::partNumber, Part::size)
                .hasSize(1);
    }

    @Test
    void shouldTakeTheLastOfTwoPartsOfOneNumber() throws IOException {
        // Given
        String id = begin("a");
        put("a", id, 1, bytes(1, 10));
        // When
        complete("a", id, put("a", id, 1, "again".getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(server.buckets().resolve("bucket/a")).hasContent("again");
    }

    @Test
    void shouldKnowNothingOfAnUploadThatWasAborted() throws IOException {
        // Given
        String id = begin("a");
        CompletedPart part = put("a", id, 1, bytes(1, 10));
        // When
        s3.abortMultipartUpload(request -> request.bucket("bucket").key("a").uploadId(id));
        // Then
        assertRefused(404, "NoSuchUpload", () -> put("a", id, 2, bytes(1, 10)));
        assertRefused(404, "NoSuchUpload", () -> complete("a", id, part));
        assertRefused(
                404,
                "NoSuchUpload",
                () -> s3.abortMultipartUpload(
                        request -> request.bucket("bucket").key("a").uploadId(id)));
        assertThat(parts()).isEmpty();
        assertThat(seenByAJob()).containsExactly("EMPTY_FOLDER ");
    }

    @Test
    void shouldKnowAnUploadByItsKeyAlone() {
        String id = begin("a");
        assertRefused(404, "NoSuchUpload", () -> put("b", id, 1, bytes(1, 10)));
        assertRefused(404, "NoSuchUpload", () -> put("a", "../" + id, 1, bytes(1, 10)));
    }

    @Test
    void shouldGiveTheSameAnswerToWhoLostIt() {
        // Given
        String id = begin("a");
        CompletedPart part = put("a", id, 1, bytes(1, 10));
        String tag = complete("a", id, part);
        // When / Then
        assertThat(complete("a", id, part)).isEqualTo(tag);
    }

    @Test
    void shouldRefuseAPartThatIsTooSmallOrWasNeverPutAndKeepTheRest() {
        // Given
        String id = begin("a");
        CompletedPart small = put("a", id, 1, bytes(1, 10));
        CompletedPart last = put("a", id, 2, bytes(2, 10));
        // When / Then
        assertRefused(400, "EntityTooSmall", () -> complete("a", id, small, last));
        assertRefused(
                400,
                "InvalidPart",
                () -> complete(
                        "a",
                        id,
                        CompletedPart.builder().partNumber(3).eTag(last.eTag()).build()));
        assertThat(complete("a", id, last)).isNotBlank();
    }

    @Test
    void shouldLetOneOfTwoCompletionsHaveAKey() {
        // Given
        String first = begin("a");
        CompletedPart ofFirst = put("a", first, 1, bytes(1, 10));
        String second = begin("a");
        CompletedPart ofSecond = put("a", second, 1, bytes(2, 10));
        // When
        complete("a", first, ofFirst);
        // Then
        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.completeMultipartUpload(request -> request.bucket("bucket")
                        .key("a")
                        .uploadId(second)
                        .ifNoneMatch("*")
                        .multipartUpload(upload -> upload.parts(ofSecond))));
    }

    @Test
    void shouldCopyRangesOfAnObjectAsParts() {
        // Given
        byte[] source = bytes(3, PART_BYTES + 10);
        s3.putObject(request -> request.bucket("bucket").key("source"), RequestBody.fromBytes(source));
        String id = begin("a");
        // When
        String tag = s3.uploadPartCopy(request -> request.sourceBucket("bucket")
                        .sourceKey("source")
                        .destinationBucket("bucket")
                        .destinationKey("a")
                        .uploadId(id)
                        .partNumber(1)
                        .copySourceRange("bytes=5-14"))
                .copyPartResult()
                .eTag();
        complete("a", id, CompletedPart.builder().partNumber(1).eTag(tag).build());
        // Then
        assertThat(s3.getObjectAsBytes(request -> request.bucket("bucket").key("a"))
                        .asByteArray())
                .isEqualTo(Arrays.copyOfRange(source, 5, 15));
    }

    @Test
    void shouldNameAFileInAFolderThatIsMadeOnlyThen() throws IOException {
        // Given
        String id = begin("deep/down/a");
        CompletedPart part = put("deep/down/a", id, 1, bytes(1, 10));
        assertThat(server.buckets().resolve("bucket/deep")).doesNotExist();
        // When
        complete("deep/down/a", id, part);
        // Then
        assertThat(server.files().find(new FilePath("bucket", "deep/down/a"))).isPresent();
    }
}
