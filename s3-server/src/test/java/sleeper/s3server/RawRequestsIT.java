package sleeper.s3server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.statestore.bucket.AccessKey;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Requests of web pages, of programs without the key, and of nobody's making. */
class RawRequestsIT {
    private static final String SIGNED =
            "Authorization: AWS4-HMAC-SHA256 Credential=SLEEPERTEST/20261128/us-east-1/s3/aws4_request,"
                    + " SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=ab\r\nx-amz-date: 20261128T000000Z\r\n";

    @TempDir
    Path folder;

    private ServedFolder server;

    @BeforeEach
    void serve() throws IOException {
        server = ServedFolder.serve(folder);
        server.client().createBucket(request -> request.bucket("bucket"));
        server.client().putObject(request -> request.bucket("bucket").key("a"), RequestBody.fromString("treasure"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private String exchange(String text) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.endpoint().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    static Stream<String> pages() {
        String get = "GET /bucket/a HTTP/1.1\r\nConnection: close\r\n";
        String put = "PUT /bucket/b HTTP/1.1\r\nConnection: close\r\nContent-Length: 1\r\n";
        String here = "Host: 127.0.0.1\r\n";
        return Stream.of(
                get + "Host: evil.example\r\n" + SIGNED,
                get + "Host: bucket.s3.amazonaws.com\r\n" + SIGNED,
                get + "Host: 127.0.0.1:1\r\n" + SIGNED,
                get + "Host: localhost.evil.example\r\n" + SIGNED,
                get + here + "Origin: https://evil.example\r\n" + SIGNED,
                get + here + "Origin: null\r\n" + SIGNED,
                get + here + "Sec-Fetch-Site: cross-site\r\n" + SIGNED,
                get + here + "Sec-Fetch-Site: same-origin\r\n" + SIGNED,
                put + here + "Origin: http://127.0.0.1\r\n" + SIGNED,
                "OPTIONS /bucket/a HTTP/1.1\r\nConnection: close\r\n" + here
                        + "Origin: https://evil.example\r\nAccess-Control-Request-Method: PUT\r\n");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldRefuseWhatAPageSendsBeforeItLooksAtTheSignature(String head) throws IOException {
        // When
        String answer = exchange(head + "\r\n" + "x");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("<Code>AccessDenied</Code>");
        assertThat(answer).doesNotContain("treasure").doesNotContainIgnoringCase("Access-Control-Allow");
        assertThat(answer).doesNotContain("SignatureDoesNotMatch");
        assertThat(server.buckets().resolve("bucket/b")).doesNotExist();
    }

    static Stream<String> unsigned() {
        String end = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        String form = "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 0\r\n";
        return Stream.of(
                "GET /bucket/a" + end,
                "HEAD /bucket/a" + end,
                "GET /" + end,
                "GET /healthz" + end,
                "GET /bucket?list-type=2" + end,
                "PUT /bucket/b" + end + "Content-Length: 1\r\n",
                "DELETE /bucket/a" + end,
                "POST /bucket" + end + form,
                "POST /bucket?delete" + end + "Content-Length: 1\r\n",
                "GET /bucket/a?X-Amz-Signature=ab" + end,
                "GET /bucket/a?X-Amz-Signature=ab&X-Amz-Date=x&X-Amz-Expires=60" + end,
                "GET /healthz?X-Amz-Signature=ab&X-Amz-Date=x&X-Amz-Expires=60" + end,
                "GET /healthz?X-Amz-Signature=ab&X-Amz-Date=x&X-Amz-Expires=60&X-Amz-Algorithm=a&X-Amz-Credential=b"
                        + end,
                "POST /bucket?X-Amz-Signature=ab&X-Amz-Date=x&X-Amz-Expires=60" + end + form,
                "GET /bucket/a?AWSAccessKeyId=SLEEPERTEST&Signature=ab" + end,
                "GET /bucket/a" + end + "Authorization: Basic c2xlZXBlcjpzbGVlcGVy\r\n",
                "GET /bucket/a" + end + "Authorization: AWS SLEEPERTEST:ab\r\nDate: Sat, 28 Nov 2026 00:00:00 GMT\r\n",
                "GET /bucket/a" + end + SIGNED,
                "GET /bucket/a" + end + "Authorization: AWS4-HMAC-SHA256 nonsense\r\nx-amz-date: 20261128T000000Z\r\n");
    }

    @ParameterizedTest
    @MethodSource("unsigned")
    void shouldRefuseWhatIsNotSignedByTheKey(String head) throws IOException {
        // When
        String answer = exchange(head + "\r\n" + "x");
        // Then
        assertThat(answer).matches("(?s)HTTP/1\\.1 40[03] .*").doesNotContain("treasure");
        assertThat(server.buckets().resolve("bucket/a")).hasContent("treasure");
        assertThat(server.buckets().resolve("bucket/b")).doesNotExist();
    }

    @Test
    void shouldTakeNoFormThoughItIsSigned() throws IOException {
        String form = "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 200000000\r\n";
        for (String target : List.of("/bucket", "/bucket?x=delete", "/bucket/a?tagging")) {
            String answer =
                    exchange("POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + SIGNED + form + "\r\n--x\r\n");
            assertThat(answer).startsWith("HTTP/1.1 405 ").contains("<Code>MethodNotAllowed</Code>");
        }
    }

    @Test
    void shouldRefuseAnotherSecretAndAnotherKey() {
        for (AccessKey key :
                List.of(new AccessKey(ServedFolder.KEY.id(), "other"), new AccessKey("OTHER", "secret-of-the-test"))) {
            try (S3Client other = server.client(key)) {
                other.getObjectAsBytes(request -> request.bucket("bucket").key("a"));
                throw new AssertionError("it was read by " + key);
            } catch (S3Exception refused) {
                assertThat(refused.statusCode()).isEqualTo(403);
            }
        }
    }

    private URI presigned(Duration duration, boolean put) {
        try (S3Presigner presigner = S3Presigner.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(server.endpoint())
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(ServedFolder.KEY.id(), ServedFolder.KEY.secret())))
                .build()) {
            return URI.create(
                    put
                            ? presigner
                                    .presignPutObject(request -> request.signatureDuration(duration)
                                            .putObjectRequest(object ->
                                                    object.bucket("bucket").key("b")))
                                    .url()
                                    .toString()
                            : presigner
                                    .presignGetObject(request -> request.signatureDuration(duration)
                                            .getObjectRequest(object ->
                                                    object.bucket("bucket").key("a")))
                                    .url()
                                    .toString());
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldTakeSignedUrlsWhileTheyHold() throws Exception {
        assertThat(send(HttpRequest.newBuilder(presigned(Duration.ofMinutes(5), false)))
                        .body())
                .isEqualTo("treasure");
        assertThat(send(HttpRequest.newBuilder(presigned(Duration.ofMinutes(5), true))
                                .PUT(HttpRequest.BodyPublishers.ofString("put")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.buckets().resolve("bucket/b")).hasContent("put");
    }

    @Test
    void shouldRefuseSignedUrlsThatAreOverOrChanged() throws Exception {
        URI url = presigned(Duration.ofMinutes(5), false);
        for (String changed : List.of(
                url.toString().replace("/bucket/a", "/bucket/b"),
                url.toString().replace("X-Amz-Expires=300", "X-Amz-Expires=301"),
                url.toString().replaceAll("X-Amz-Expires=[0-9]+&?", ""),
                url.toString().replaceAll("X-Amz-Date=[0-9]{8}", "X-Amz-Date=20200101"))) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(changed)));
            assertThat(answer.statusCode()).as(changed).isEqualTo(403);
            assertThat(answer.body()).doesNotContain("treasure");
        }
    }

    private String signed(String method, String path, String body) throws Exception {
        return exchange(SignedRequest.of(
                server.endpoint(), ServedFolder.KEY, method, path, SignedRequest.sha256(body), Map.of(), body));
    }

    /** A body in chunks that are not signed, with its checksum behind them. */
    private String inChunks(String text, String checksum) throws Exception {
        return exchange(SignedRequest.of(
                server.endpoint(),
                ServedFolder.KEY,
                "PUT",
                "/bucket/chunks",
                "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                Map.of("x-amz-decoded-content-length", "9", "x-amz-trailer", "x-amz-checksum-crc32"),
                Integer.toHexString(text.length()) + "\r\n" + text + "\r\n0\r\nx-amz-checksum-crc32:" + checksum
                        + "\r\n\r\n"));
    }

    @Test
    void shouldCheckTheChecksumBehindABodyInChunks() throws Exception {
        assertThat(inChunks("123456789", "AAAAAA==")).contains("400 ", "<Code>BadDigest</Code>");
        assertThat(inChunks("12345678", "AAAAAA==")).contains("400 ");
        assertThat(inChunks("1234567890", "JhvcXw==")).contains("400 ");
        assertThat(server.buckets().resolve("bucket/chunks")).doesNotExist();
        assertThat(inChunks("123456789", "y/Q5Jg==")).startsWith("HTTP/1.1 200 ");
        assertThat(server.buckets().resolve("bucket/chunks")).hasContent("123456789");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bucket/../outside",
                "/bucket/..%2Foutside",
                "/bucket/%2e%2e/outside",
                "/bucket/a%2f..%2f..%2foutside",
                "/bucket/..%5Coutside",
                "/bucket/%00",
                "/bucket//outside",
                "/bucket/%2Foutside",
                "/../outside",
                "/%2e%2e/outside",
                "/..%2F..%2Foutside/a",
                "/bucket/.%2e/.%2e/outside",
                "/bucket/x;/../outside"
            })
    void shouldWriteNothingOutsideThoughItIsSigned(String path) throws Exception {
        List<Path> before = files();
        // When / Then
        assertThat(signed("PUT", path, "x")).startsWith("HTTP/1.1 4");
        assertThat(signed("DELETE", path, "")).matches("(?s)HTTP/1\\.1 (4|204).*");
        assertThat(signed("GET", path, "")).startsWith("HTTP/1.1 4");
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    void shouldKeepNothingOfABodyThatBreaksOff() throws Exception {
        // Given
        String request = SignedRequest.of(
                server.endpoint(),
                ServedFolder.KEY,
                "PUT",
                "/bucket/broken",
                "UNSIGNED-PAYLOAD",
                Map.of(),
                "x".repeat(100_000));
        List<Path> before = files();
        // When
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.endpoint().getPort())) {
            socket.getOutputStream()
                    .write(request.substring(0, request.length() - 1).getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            // Then
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).doesNotContain(" 200 ");
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void shouldSayHowABucketIsNamed() throws IOException {
        String answer =
                exchange("GET /a HTTP/1.1\r\nHost: bucket.localhost\r\nConnection: close\r\n" + SIGNED + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("path style");
    }

    @Test
    void shouldBeFoundByTheNamesOfThisMachine() throws IOException {
        for (String host : List.of("127.0.0.1", "localhost:" + server.endpoint().getPort(), "my-machine", "[::1]")) {
            String answer = exchange("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + SIGNED + "\r\n");
            // The guard let it through: it is the signature that is wrong, or too old.
            assertThat(answer).as(host).startsWith("HTTP/1.1 403 ").doesNotContain("The header Host is");
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void shouldAnswerWhatIsNoHttpAndGoOn(String request) throws IOException {
        String answer = exchange(request);
        assertThat(answer).matches("(?s)(HTTP/1\\.1 4.*)?");
        assertThat(Files.readString(server.buckets().resolve("bucket/a"))).isEqualTo("treasure");
        assertThat(server.client()
                        .getObjectAsBytes(again -> again.bucket("bucket").key("a"))
                        .asUtf8String())
                .isEqualTo("treasure");
    }

    static Stream<String> broken() {
        return Stream.of(
                "nonsense\r\n\r\n",
                "GET /bucket/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + SIGNED + "\r\n",
                "GET /bucket/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + SIGNED + "\r\n",
                "GET /bucket/%2e%2e/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + SIGNED + "\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n" + SIGNED + "\r\n",
                "GET / HTTP/1.1\r\nConnection: close\r\n" + SIGNED + "\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(20_000) + "\r\n\r\n",
                "GET /" + "y".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "PUT /bucket/b HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n" + SIGNED + "\r\n");
    }
}
