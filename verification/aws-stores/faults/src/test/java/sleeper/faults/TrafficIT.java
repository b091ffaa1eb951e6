package sleeper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrafficIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ExecutorService clients = Executors.newFixedThreadPool(4);
    private HttpServer server;
    private FaultProxy proxy;
    private Traffic traffic;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        proxy = new FaultProxy(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Service.S3);
        traffic = Traffic.through(proxy, Service.S3);
    }

    @AfterEach
    void stop() throws IOException {
        clients.shutdownNow();
        proxy.close();
        server.stop(0);
    }

    /** @return the status of the answer */
    private int ask(String firstLine) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.endpoint().getPort())) {
            socket.getOutputStream()
                    .write((firstLine + " HTTP/1.1\r\nHost: somewhere\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return HttpMessage.answer(socket.getInputStream(), false).status();
        }
    }

    private void askAtOnce(int count, String firstLine) throws Exception {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int call = 0; call < count; call++) {
            calls.add(() -> ask(firstLine));
        }
        for (Future<Integer> each : clients.invokeAll(calls)) {
            assertThat(each.get()).isEqualTo(204);
        }
    }

    @Test
    void shouldCountRequestsByOperationSinceItWasReset() throws Exception {
        // Given
        ask("GET /bucket/before");
        // When
        traffic.reset();
        ask("GET /bucket/one");
        ask("GET /bucket/two");
        ask("GET /bucket?list-type=2");
        // Then
        assertThat(traffic.requests()).isEqualTo(Map.of("GetObject", 2, "ListObjectsV2", 1));
        assertThat(traffic.mostAtOnce()).isEqualTo(Map.of("GetObject", 1, "ListObjectsV2", 1));
    }

    @Test
    void shouldSeeHowManyRequestsAreOpenAtOnce() throws Exception {
        // Given answers that wait for one another
        traffic.gather("GetObject", 3, PATIENCE);
        // When
        askAtOnce(3, "GET /bucket/key");
        // Then
        assertThat(traffic.mostAtOnce()).isEqualTo(Map.of("GetObject", 3));
    }

    @Test
    void shouldAnswerInTheEndWhereTooFewRequestsCome() throws Exception {
        // Given
        traffic.gather("GetObject", 3, Duration.ofMillis(50));
        // When
        ask("GET /bucket/key");
        ask("GET /bucket/key");
        // Then
        assertThat(traffic.mostAtOnce()).isEqualTo(Map.of("GetObject", 1));
    }

    @Test
    void shouldLetClientsKeepConnectionsThatTheServerEnds() throws Exception {
        // Given
        server.createContext("/ends", exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        proxy.keepConnections();
        byte[] request = "GET /ends HTTP/1.1\r\nHost: somewhere\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.endpoint().getPort())) {
            for (int number = 0; number < 2; number++) {
                // When
                socket.getOutputStream().write(request);
                // Then
                assertThat(HttpMessage.answer(socket.getInputStream(), false).header("Connection"))
                        .isEmpty();
            }
        }
    }

    @Test
    void shouldKeepAnswersBack() throws Exception {
        // Given
        traffic.delayAnswers(Duration.ofMillis(30));
        long begin = System.nanoTime();
        // When
        ask("GET /bucket/key");
        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    }
}
