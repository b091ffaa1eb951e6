package sleeper.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultProxyIT {
    private static final String ID = "call attempt=1; max=1";
    private static final String PUT =
            "PUT /a HTTP/1.1\r\nHost: somewhere\r\namz-sdk-invocation-id: call\r\namz-sdk-request: attempt=1; max=1\r\n"
                    + "Content-Length: 3\r\n\r\nabc";

    private static final String CHUNKED = """
            POST /chunked HTTP/1.1
            Host: other
            Transfer-Encoding: chunked

            5;x=y
            hello
            1
            !
            0

            """.replace("\n", "\r\n");

    private final List<String> done = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        proxy = new FaultProxy(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Service.S3);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.stop(0);
    }

    /** Says what it was sent, in chunks if so asked. */
    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        done.add(
                exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Host") + " " + body);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
        exchange.sendResponseHeaders(200, head ? -1 : chunked ? 0 : body.length() + 4);
        if (!head) {
            exchange.getResponseBody().write(("got " + body).getBytes(StandardCharsets.ISO_8859_1));
        }
        exchange.close();
    }

    /** A connection to the proxy. */
    private final class Connection implements AutoCloseable {
        private final Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.endpoint().getPort());

        Connection() throws IOException {
            socket.setSoTimeout(10_000);
        }

        HttpMessage ask(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return HttpMessage.answer(socket.getInputStream(), request.startsWith("HEAD"));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private HttpMessage ask(String request) throws IOException {
        try (Connection connection = new Connection()) {
            return connection.ask(request);
        }
    }

    private static String text(HttpMessage message) {
        return new String(message.body(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldPassOnWhatNoFaultBefalls() throws IOException {
        try (Connection connection = new Connection()) {
            // When several are sent on one connection
            HttpMessage put = connection.ask(PUT);
            HttpMessage chunked = connection.ask(CHUNKED);
            HttpMessage head = connection.ask("HEAD / HTTP/1.1\r\nHost: somewhere\r\n\r\n");
            // Then
            assertThat(text(put)).isEqualTo("got abc");
            assertThat(text(chunked)).contains("got hello!").endsWith("0\r\n\r\n");
            assertThat(head.status()).isEqualTo(200);
            assertThat(done).containsExactly("PUT somewhere abc", "POST other hello!", "HEAD somewhere ");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST_LOST", "REPLY_LOST"})
    void shouldEndTheConnectionWithoutAnAnswer(Fault fault) throws IOException {
        // Given
        proxy.inject(ID, fault);
        // When / Then
        assertThatThrownBy(() -> ask(PUT)).isInstanceOf(EOFException.class).hasMessage("no answer");
        assertThat(done).hasSize(fault == Fault.REPLY_LOST ? 1 : 0);
    }

    @Test
    void shouldResetAConnection() throws IOException {
        // Given
        proxy.inject(ID, Fault.RESET);
        // When / Then
        assertThatThrownBy(() -> ask(PUT)).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        assertThat(done).isEmpty();
    }

    @Test
    void shouldLetAClientWaitForWhatWasDone() throws IOException {
        // Given
        proxy.inject(ID, Fault.TIMED_OUT);
        // When / Then
        try (Connection connection = new Connection()) {
            connection.socket.setSoTimeout(100);
            assertThatThrownBy(() -> connection.ask(PUT)).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(done).hasSize(1);
    }

    @Test
    void shouldCutAnAnswerShort() throws IOException {
        // Given
        proxy.inject(ID, Fault.CUT_SHORT);
        // When / Then
        assertThatThrownBy(() -> ask(PUT)).isInstanceOf(EOFException.class).hasMessageContaining("body");
        assertThat(done).hasSize(1);
    }

    @Test
    void shouldNoteAnAnswerThatHasNothingToCut() throws IOException {
        // Given
        proxy.inject(ID, Fault.CUT_SHORT);
        // When
        ask(PUT.replace("PUT", "HEAD"));
        // Then
        assertThat(proxy.takeUncut()).isTrue();
        assertThat(proxy.takeUncut()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER_ERROR", "SERVER_ERROR_DONE", "THROTTLED", "DENIED", "EXPIRED", "ERROR_IN_SUCCESS"})
    void shouldAnswerInTheServersPlaceAndKeepTheConnection(Fault fault) throws IOException {
        try (Connection connection = new Connection()) {
            // Given
            proxy.inject(ID, fault);
            // When
            HttpMessage answer = connection.ask(PUT);
            // Then
            assertThat(answer.status())
                    .isEqualTo(Service.S3.answer(fault, false).status());
            assertThat(text(answer)).startsWith("<?xml").contains("<Error><Code>");
            assertThat(done).hasSize(fault == Fault.SERVER_ERROR_DONE ? 1 : 0);
            assertThat(text(connection.ask(PUT.replace("attempt=1", "attempt=2"))))
                    .isEqualTo("got abc");
        }
    }

    @Test
    void shouldGiveTheServerLateWhatItsClientHasGivenUp() throws IOException {
        // Given
        proxy.inject(ID, Fault.LANDS_AFTER_REPEAT);
        assertThatThrownBy(() -> ask(PUT)).isInstanceOf(SocketException.class);
        assertThat(done).isEmpty();
        // When / Then once
        assertThat(proxy.release()).containsExactly(200);
        assertThat(proxy.release()).isEmpty();
        assertThat(done).containsExactly("PUT somewhere abc");
    }

    @Test
    void shouldSayWhatAClientSendsTwiceUnderOneName() throws IOException {
        // Given
        ask(PUT);
        assertThat(proxy.sentTwice()).isEmpty();
        // When
        ask(PUT);
        // Then
        assertThat(proxy.sentTwice()).containsExactly("PUT");
    }

    @Test
    void shouldEndItsThreadsAndConnectionsWhenItIsClosed() throws IOException {
        // Given a client that waits and one that says nothing
        proxy.inject(ID, Fault.TIMED_OUT);
        try (Connection waiting = new Connection();
                Connection silent = new Connection()) {
            waiting.socket.getOutputStream().write(PUT.getBytes(StandardCharsets.ISO_8859_1));
            // When
            proxy.close();
            // Then
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("fault-proxy"))
                    .isEmpty();
            assertThatThrownBy(() -> silent.ask(PUT)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> ask(PUT)).isInstanceOf(IOException.class);
        }
    }
}
