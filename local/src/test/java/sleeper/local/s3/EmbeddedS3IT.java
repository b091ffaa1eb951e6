package sleeper.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sleeper.statestore.bucket.AccessKey;
import sleeper.statestore.bucket.ServedBuckets;
import sleeper.stepfunctions.http.PortTakenException;

/** When the server is made and started; {@link TellingServer} stands for it, which is on the class path of the tests. */
@Timeout(120)
class EmbeddedS3IT {
    @TempDir
    Path folder;

    private EmbeddedS3 s3;

    @BeforeEach
    void listen() {
        s3 = EmbeddedS3.listen(0);
    }

    @AfterEach
    void close() throws IOException {
        s3.close();
    }

    private ServedBuckets buckets() {
        return new ServedBuckets(folder, Set.of(), folder, new AccessKey("ID", "secret"), Set.of());
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), s3.address().getPort());
    }

    private static String read(Socket socket) throws IOException {
        socket.setSoTimeout(60_000);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldMakeTheServerForTheFirstClientAndServeHimAndThoseBehindHim() throws IOException {
        // Given
        AtomicInteger made = new AtomicInteger();
        s3.start(buckets(), () -> {
            made.incrementAndGet();
            return List.of();
        });
        assertThat(made).hasValue(0);
        // When
        for (int i = 0; i < 3; i++) {
            try (Socket client = connect()) {
                assertThat(read(client)).isEqualTo("ID");
            }
        }
        // Then
        assertThat(made).hasValue(1);
    }

    @Test
    void shouldServeWhoConnectedBeforeItWasStarted() throws IOException {
        try (Socket early = connect()) {
            // When
            s3.start(buckets(), List::of);
            // Then
            assertThat(read(early)).isEqualTo("ID");
        }
    }

    @Test
    void shouldSayWhyThereIsNoServerAndTryAgainForTheNext() throws IOException {
        // Given parts that cannot be made the first time
        AtomicInteger tries = new AtomicInteger();
        s3.start(buckets(), () -> {
            if (tries.incrementAndGet() == 1) {
                throw new IOException("The S3 server was not built: <mvn> is not on the PATH & nowhere else.");
            }
            return List.of();
        });
        // When
        try (Socket first = connect()) {
            first.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            // Then
            assertThat(read(first))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("<Code>ServiceUnavailable</Code>")
                    .contains("The S3 server was not built: &lt;mvn&gt; is not on the PATH &amp; nowhere else.");
        }
        try (Socket second = connect()) {
            assertThat(read(second)).isEqualTo("ID");
        }
    }

    @Test
    void shouldEndWhatMakesTheServerWhenItIsClosed() throws Exception {
        // Given parts that take for ever
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        s3.start(buckets(), () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.countDown();
                Thread.currentThread().interrupt();
            }
            throw new IOException("ended");
        });
        try (Socket waiting = connect()) {
            begun.await();
            // When
            s3.close();
            // Then
            ended.await();
            assertThat(waiting.isConnected()).isTrue();
        }
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    @Test
    void shouldEndThoughNobodyCame() throws IOException {
        // Given
        s3.start(buckets(), List::of);
        // When
        s3.close();
        // Then
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    @Test
    void shouldSayThatItsPortIsTaken() {
        int port = s3.address().getPort();
        assertThatThrownBy(() -> EmbeddedS3.listen(port)).isInstanceOfSatisfying(PortTakenException.class, taken -> {
            assertThat(taken.endpoint()).isEqualTo("s3");
            assertThat(taken.port()).isEqualTo(port);
        });
    }
}
