package sleeper.s3server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Keys that can be no path, or would be a path elsewhere. */
class KeysIT {
    @TempDir
    Path folder;

    private ServedFolder server;
    private S3Client s3;

    @BeforeEach
    void serve() throws IOException {
        server = ServedFolder.serve(folder);
        s3 = server.client();
        s3.createBucket(request -> request.bucket("bucket"));
        s3.createBucket(request -> request.bucket("other"));
        s3.putObject(request -> request.bucket("other").key("kept"), RequestBody.fromString("kept"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    static Stream<String> keys() {
        return Stream.of(
                "..",
                "../other/kept",
                "a/../../other/kept",
                "../../outside",
                ".",
                "a/./b",
                "a//b",
                "/a",
                "a/",
                "folder/",
                "a\\b",
                "..\\other\\kept",
                "a\u0000b",
                "a\nb",
                "a\u007Fb",
                " ",
                "a/ /b",
                "x".repeat(256),
                "a/" + "ü".repeat(128) + "/b",
                "a/".repeat(512) + "b",
                "ü".repeat(200) + "/" + "ü".repeat(313),
                ".f.123-abc-1.unfinished",
                "a/.f.123-abc-1.unfinished");
    }

    /** Where the URL itself cannot be read, the server closes the connection behind its answer, which a client that sends may miss. */
    private static void assertRefused(Throwable failure) {
        if (failure instanceof S3Exception refused) {
            assertThat(refused.statusCode()).as(refused.toString()).isBetween(400, 404);
            assertThat(refused.awsErrorDetails().errorCode()).isNotBlank();
        } else {
            assertThat(failure).hasRootCauseInstanceOf(IOException.class);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldRefuseToPutWithOrWithoutParts(String key) throws IOException {
        List<Path> before = files();
        for (Runnable put : List.<Runnable>of(
                () -> s3.putObject(request -> request.bucket("bucket").key(key), RequestBody.fromString("x")),
                () -> s3.createMultipartUpload(
                        request -> request.bucket("bucket").key(key)),
                () -> s3.copyObject(request -> request.sourceBucket("other")
                        .sourceKey("kept")
                        .destinationBucket("bucket")
                        .destinationKey(key)))) {
            assertThatThrownBy(put::run).isInstanceOf(SdkException.class).satisfies(KeysIT::assertRefused);
        }
        assertThat(files()).isEqualTo(before);
        assertThat(server.buckets().resolve("bucket")).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldFindNothingThere(String key) throws IOException {
        assertThatThrownBy(() ->
                        s3.getObjectAsBytes(request -> request.bucket("bucket").key(key)))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.statusCode()).isBetween(400, 404));
        try {
            s3.deleteObject(request -> request.bucket("bucket").key(key));
        } catch (S3Exception refused) {
            assertThat(refused.statusCode()).isBetween(400, 404);
        }
        assertThat(server.buckets().resolve("other/kept")).hasContent("kept");
    }

    @Test
    void shouldTakeTheLongestKeyThatS3Takes() {
        // Given one of 1,024 bytes, in components that the file system takes
        String key = ("y".repeat(254) + "/").repeat(4) + "zzzz";
        // When
        s3.putObject(request -> request.bucket("bucket").key(key), RequestBody.fromString("x"));
        // Then
        assertThat(s3.listObjectsV2(request -> request.bucket("bucket"))
                        .contents()
                        .get(0)
                        .key())
                .isEqualTo(key);
        assertThatThrownBy(() ->
                        s3.putObject(request -> request.bucket("bucket").key(key + "z"), RequestBody.fromString("x")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo("KeyTooLongError"));
    }

    @Test
    void shouldRefuseAnObjectWhereAFolderIsAndAFolderWhereAnObjectIs() {
        // Given
        s3.putObject(request -> request.bucket("bucket").key("a/b"), RequestBody.fromString("x"));
        // When / Then
        assertThatThrownBy(
                        () -> s3.putObject(request -> request.bucket("bucket").key("a"), RequestBody.fromString("y")))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining("there are objects below a/");
        assertThatThrownBy(() ->
                        s3.putObject(request -> request.bucket("bucket").key("a/b/c/d"), RequestBody.fromString("y")))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining("a/b is an object, and no folder");
        assertThat(s3.listObjectsV2(request -> request.bucket("bucket")).contents())
                .extracting(object -> object.key())
                .containsExactly("a/b");
    }
}
