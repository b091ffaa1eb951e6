package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sleeper.aws.client.AwsClients;
import sleeper.local.run.LocalHome;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@code local} in a process of its own, with the S3 server that it has Maven build, and clients that know its {@code local.json} alone. */
@Timeout(600)
class LocalS3IT {
    private static final int BYTES = 9 << 20;

    @TempDir
    Path folder;

    private Cli cli;
    private LocalHome home;
    private Process local;

    @BeforeEach
    void start() throws IOException {
        cli = new Cli(folder);
        home = new LocalHome(cli.home());
        startLocal();
    }

    private void startLocal() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As the launcher sets it.
                "-Dsleeper.project=" + Path.of("").toAbsolutePath().getParent(),
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName(),
                "local",
                "--json"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SLEEPER_HOME", home.path().toString());
        local = builder.redirectError(folder.resolve("local.err").toFile()).start();
        assertThat(local.inputReader().readLine()).isNotNull();
    }

    @AfterEach
    void end() throws InterruptedException {
        local.destroyForcibly().waitFor();
    }

    private S3Client client() throws IOException {
        JsonNode values = new ObjectMapper().readTree(home.localJson().toFile());
        return new AwsClients(
                        name -> name.equals("AWS_ENDPOINT_URL_S3")
                                ? values.get("s3").textValue()
                                : null,
                        List.of())
                .s3(builder -> builder.region(Region.AP_SOUTH_1)
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                                values.get("s3.access-key").textValue(),
                                values.get("s3.secret-key").textValue()))));
    }

    /** Waits as long as a client of S3 would not: the first has the server built. */
    private S3Client readyClient() throws IOException {
        S3Client client = client();
        for (int tries = 1; ; tries++) {
            try {
                assertThat(client.listBuckets().buckets()).isNotNull();
                return client;
            } catch (SdkException e) {
                if (tries == 10) {
                    throw e;
                }
            }
        }
    }

    @Test
    void shouldLoadWhatWasPutByS3AndGiveTheTableByS3() throws Exception {
        // Given a table, and its rows as a file of somebody else's
        Cli.Result demo = cli.run("demo", "--rows", "2000", "--partitions", "2", "--name", "t", "--json");
        assertThat(demo.exitCode()).as(demo.out()).isZero();
        Path input = firstParquet(home.buckets().resolve("demo/t"));
        try (S3Client s3 = readyClient()) {
            s3.createBucket(request -> request.bucket("mine"));
            s3.putObject(request -> request.bucket("mine").key("in/f.parquet"), RequestBody.fromFile(input));
            // When
            cli.run("submit", cli.file("job.json", "{\"id\":\"j\",\"tableName\":\"t\",\"files\":[\"mine/in\"]}"))
                    .done();
            assertThat(cli.run("watch", "j", "--json").json().get("status").textValue())
                    .isEqualTo("COMMITTED");
            // Then
            List<S3Object> files =
                    s3.listObjectsV2(request -> request.bucket("sleeper-tables").prefix("t/data/")).contents().stream()
                            .filter(file -> file.key().endsWith(".parquet"))
                            .toList();
            assertThat(files).isNotEmpty();
            S3Object file = files.get(0);
            assertThat(s3.getObjectAsBytes(
                                    request -> request.bucket("sleeper-tables").key(file.key()))
                            .asByteArray())
                    .isEqualTo(Files.readAllBytes(
                            home.buckets().resolve("sleeper-tables").resolve(file.key())));
            assertThatThrownBy(() -> s3.deleteObject(
                            request -> request.bucket("sleeper-tables").key(file.key())))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("can only be read");
        }
    }

    private static Path firstParquet(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(path -> path.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void shouldClearAwayWhatWasBeingPutWhenItWasKilled() throws Exception {
        // Given a put of which the last byte does not come, and an upload with a part
        var threads = Executors.newSingleThreadExecutor();
        CountDownLatch killed = new CountDownLatch(1);
        try (S3Client s3 = readyClient()) {
            s3.createBucket(request -> request.bucket("mine"));
            String id = s3.createMultipartUpload(
                            request -> request.bucket("mine").key("parts"))
                    .uploadId();
            s3.uploadPart(
                    request -> request.bucket("mine").key("parts").uploadId(id).partNumber(1),
                    RequestBody.fromString("part"));
            Future<?> put = threads.submit(() -> s3.putObject(
                    request -> request.bucket("mine").key("a/b"),
                    RequestBody.fromInputStream(new Unending(killed), BYTES)));
            while (bytesBelow(home.buckets().resolve("mine")) < BYTES / 2) {
                Thread.onSpinWait();
            }
            // When
            local.destroyForcibly().waitFor();
            killed.countDown();
            assertThatThrownBy(put::get).hasCauseInstanceOf(SdkException.class);
        } finally {
            threads.shutdownNow();
        }
        assertThat(home.buckets().resolve("mine/a")).doesNotExist();
        startLocal();
        // Then
        assertThat(home.buckets().resolve("mine")).isEmptyDirectory();
        assertThat(home.path().resolve("s3/uploads")).doesNotExist();
        try (S3Client s3 = readyClient()) {
            assertThat(s3.listObjectsV2(request -> request.bucket("mine")).contents())
                    .isEmpty();
        }
    }

    private static long bytesBelow(Path place) throws IOException {
        long bytes = 0;
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(path);
            }
        }
        return bytes;
    }

    /** Gives all bytes but the last. */
    private static final class Unending extends InputStream {
        private final CountDownLatch killed;
        private int given;

        Unending(CountDownLatch killed) {
            this.killed = killed;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = Math.min(length, BYTES - 1 - given);
            if (count > 0) {
                given += count;
                return count;
            }
            int last = read();
            bytes[offset] = (byte) last;
            return 1;
        }

        @Override
        public int read() throws IOException {
            if (++given < BYTES) {
                return 'x';
            }
            try {
                killed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("it does not come");
        }
    }

    @Test
    void shouldEndWithLocal() throws Exception {
        // Given
        int port;
        try (S3Client s3 = readyClient()) {
            port = new ObjectMapper()
                    .readTree(home.localJson().toFile())
                    .get("s3")
                    .textValue()
                    .transform(address -> Integer.parseInt(address.replaceFirst(".*:", "")));
            assertThat(s3.listBuckets().buckets()).isNotNull();
        }
        // When
        assertThat(local.toHandle().destroy()).isTrue();
        // Then
        assertThat(local.waitFor()).isZero();
        try (ServerSocket again = new ServerSocket(port)) {
            assertThat(again.isBound()).isTrue();
        }
        // What is told of a build is no warning.
        assertThat(Files.readString(folder.resolve("local.err"))).doesNotContain("WARN", "ERROR");
    }
}
