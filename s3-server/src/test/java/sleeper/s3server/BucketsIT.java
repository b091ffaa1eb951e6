package sleeper.s3server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Which buckets there are, and which may be written. */
class BucketsIT {
    @TempDir
    Path folder;

    private ServedFolder server;
    private S3Client s3;

    @BeforeEach
    void serve() throws IOException {
        server = ServedFolder.serve(folder);
        s3 = server.client();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private List<String> buckets() {
        return s3.listBuckets().buckets().stream().map(Bucket::name).toList();
    }

    private static void assertRefused(int status, String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(refused.statusCode()).isEqualTo(status);
        });
    }

    @Test
    void shouldMakeFoldersOfNewNamesAndListThem() throws IOException {
        // Given
        assertThat(buckets()).isEmpty();
        // When
        s3.createBucket(request -> request.bucket("orders"));
        Files.createDirectories(server.buckets().resolve("by_Hand"));
        Files.createDirectories(server.buckets().resolve(".hidden"));
        Files.writeString(server.buckets().resolve("file"), "");
        // Then
        assertThat(server.buckets().resolve("orders")).isEmptyDirectory();
        assertThat(buckets()).containsExactly("by_Hand", "orders");
        s3.headBucket(request -> request.bucket("by_Hand"));
        s3.putObject(request -> request.bucket("by_Hand").key("a"), RequestBody.fromString("x"));
        assertRefused(409, "BucketAlreadyOwnedByYou", () -> s3.createBucket(request -> request.bucket("orders")));
    }

    @Test
    void shouldKnowNoBucketThatIsNotThere() {
        assertRefused(
                404,
                "NoSuchBucket",
                () -> s3.putObject(request -> request.bucket("none").key("a"), RequestBody.fromString("x")));
        assertRefused(404, "NoSuchBucket", () -> s3.listObjectsV2(request -> request.bucket("none")));
        assertRefused(404, "NoSuchBucket", () -> s3.deleteBucket(request -> request.bucket("none")));
        assertThat(server.buckets().resolve("none")).doesNotExist();
    }

    @Test
    void shouldDeleteABucketThatHasNoObject() throws IOException {
        // Given
        s3.createBucket(request -> request.bucket("orders"));
        Path bucket = server.buckets().resolve("orders");
        Files.createDirectories(bucket.resolve("empty/below"));
        s3.putObject(request -> request.bucket("orders").key("a/b"), RequestBody.fromString("x"));
        // When / Then
        assertRefused(409, "BucketNotEmpty", () -> s3.deleteBucket(request -> request.bucket("orders")));
        assertThat(bucket.resolve("empty/below")).isDirectory();
        s3.deleteObject(request -> request.bucket("orders").key("a/b"));
        s3.deleteBucket(request -> request.bucket("orders"));
        assertThat(bucket).doesNotExist();
    }

    @Test
    void shouldServeALinkAsABucketAndLeaveItThere() throws IOException {
        // Given
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createDirectories(server.buckets());
        Files.createSymbolicLink(server.buckets().resolve("linked"), elsewhere);
        // When
        s3.putObject(request -> request.bucket("linked").key("a/b"), RequestBody.fromString("x"));
        // Then
        assertThat(elsewhere.resolve("a/b")).hasContent("x");
        assertThat(s3.listObjectsV2(request -> request.bucket("linked")).contents())
                .hasSize(1);
        s3.deleteObject(request -> request.bucket("linked").key("a/b"));
        assertRefused(403, "AccessDenied", () -> s3.deleteBucket(request -> request.bucket("linked")));
    }

    @Test
    void shouldWriteToAnInstancesOwnBucketByNoOtherName() throws IOException {
        // Given links to it, into it, and to what it lies in
        Path own = Files.createDirectories(
                server.buckets().resolve(ServedFolder.OWN).resolve("orders"));
        Files.createSymbolicLink(server.buckets().resolve("same"), own.getParent());
        Files.createSymbolicLink(server.buckets().resolve("within"), own);
        Files.createSymbolicLink(server.buckets().resolve("above"), server.buckets());
        // When / Then
        for (String bucket : List.of("same", "within", "above")) {
            assertRefused(
                    403,
                    "AccessDenied",
                    () -> s3.putObject(request -> request.bucket(bucket).key("a"), RequestBody.fromString("x")));
            assertRefused(
                    403,
                    "AccessDenied",
                    () -> s3.deleteObject(request -> request.bucket(bucket).key("orders")));
        }
        assertThat(own).isEmptyDirectory();
    }

    /** Every request that changes something. */
    private interface Change {
        void send(S3Client s3, String bucket);
    }

    static Stream<Change> changes() {
        return Stream.of(
                (s3, own) -> s3.putObject(request -> request.bucket(own).key("t/new"), RequestBody.fromString("x")),
                (s3, own) -> s3.putObject(request -> request.bucket(own).key("t/file"), RequestBody.fromString("x")),
                (s3, own) -> s3.deleteObject(request -> request.bucket(own).key("t/file")),
                (s3, own) -> s3.copyObject(request -> request.sourceBucket(own)
                        .sourceKey("t/file")
                        .destinationBucket(own)
                        .destinationKey("t/new")),
                (s3, own) ->
                        s3.createMultipartUpload(request -> request.bucket(own).key("t/new")),
                (s3, own) -> s3.abortMultipartUpload(
                        request -> request.bucket(own).key("t/new").uploadId("any")),
                (s3, own) -> s3.deleteBucket(request -> request.bucket(own)),
                (s3, own) -> s3.createBucket(request -> request.bucket(own)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldOnlyLetItsOwnBucketBeRead(Change change) throws IOException {
        // Given
        Path file = server.buckets().resolve(ServedFolder.OWN).resolve("t/file");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "kept");
        // When / Then
        assertThatThrownBy(() -> change.send(s3, ServedFolder.OWN))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining("is the instance's own and can only be read here")
                .satisfies(refused ->
                        assertThat(((S3Exception) refused).statusCode()).isEqualTo(403));
        assertThat(file).hasContent("kept");
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**/new");
        assertThat(s3.getObjectAsBytes(
                                request -> request.bucket(ServedFolder.OWN).key("t/file"))
                        .asUtf8String())
                .isEqualTo("kept");
        assertThat(s3.listObjectsV2(request -> request.bucket(ServedFolder.OWN)).contents())
                .hasSize(1);
    }

    @Test
    void shouldSayOfEachKeyThatItsOwnBucketIsOnlyRead() throws IOException {
        // Given
        Path file = server.buckets().resolve(ServedFolder.OWN).resolve("f");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "kept");
        // When
        var answer = s3.deleteObjects(request -> request.bucket(ServedFolder.OWN)
                .delete(keys -> keys.objects(ObjectIdentifier.builder().key("f").build())));
        // Then
        assertThat(answer.errors()).extracting(error -> error.code()).containsExactly("AccessDenied");
        assertThat(file).hasContent("kept");
    }

    @Test
    void shouldNotMakeItsOwnBucketBeforeTheInstanceDoes() {
        assertRefused(403, "AccessDenied", () -> s3.createBucket(request -> request.bucket(ServedFolder.OWN)));
        assertThat(server.buckets().resolve(ServedFolder.OWN)).doesNotExist();
    }
}
