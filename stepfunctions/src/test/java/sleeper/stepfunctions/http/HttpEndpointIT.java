package sleeper.stepfunctions.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How an endpoint reads requests, and what clients that are slow, many or large can take of it. */
@Timeout(120)
class HttpEndpointIT {
    private static final String HEADERS = String.join(
            "\r\n",
            "Host: localhost",
            "Content-Type: text/plain",
            "Authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c",
            "");
    private static final String HEAD = "POST / HTTP/1.1\r\n" + HEADERS;
    private static final Bounds NO_TIME_OUT = Bounds.USUAL.withTimeOut(Duration.ofDays(1));
    private static final Bounds SHORT = Bounds.USUAL.withTimeOut(Duration.ofMillis(100));
    private static final byte[] LARGE = new byte[64 * 1024 * 1024];

    private final HttpEndpoint endpoint = HttpEndpoint.listen("test", 0);
    private final Service service = new Service();
    private final List<RawHttp> clients = new ArrayList<>();

    @AfterEach
    void close() {
        service.goOn.countDown();
        clients.forEach(RawHttp::close);
        endpoint.close();
    }

    /**
     * Gives the body back; {@code wait} when it is told to, {@code until gone} when its client has gone, {@code large} as more than any
     * buffer holds. To {@code glance} it says whether its client is there.
     */
    private static final class Service implements HttpService {
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final CountDownLatch twoWait = new CountDownLatch(2);
        private final CountDownLatch gone = new CountDownLatch(1);

        @Override
        public RequestGuard guard(int port, Set<String> hosts) {
            return new Guard(port, hosts, Set.of("text/plain"));
        }

        @Override
        public HttpAnswer answer(RequestHead head, byte[] body) {
            String text = new String(body, StandardCharsets.UTF_8);
            if (text.equals("wait")) {
                twoWait.countDown();
                await(goOn);
            }
            return new HttpAnswer(200, Map.of(), text.equals("large") ? LARGE : body);
        }

        @Override
        public HttpAnswer answer(RequestHead head, byte[] body, BooleanSupplier isThere) {
            String text = new String(body, StandardCharsets.UTF_8);
            if (text.equals("glance")) {
                return HttpAnswer.text(200, Map.of(), "there: " + isThere.getAsBoolean());
            }
            if (text.equals("until gone")) {
                while (isThere.getAsBoolean()) {
                    Thread.onSpinWait();
                }
                gone.countDown();
            }
            return answer(head, body);
        }

        static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public HttpAnswer refuse(Optional<RequestHead> head, Refusal refusal) {
            return HttpAnswer.text(refusal.reason().status(), Map.of(), refusal.message());
        }
    }

    private RawHttp client() {
        RawHttp client = RawHttp.connect(endpoint.address());
        clients.add(client);
        return client;
    }

    private String exchange(String text) {
        return RawHttp.exchange(endpoint.address(), text);
    }

    private static String request(String body) {
        return HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String last(String body) {
        return HEAD + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static Stream<String> halves() {
        return Stream.of(
                "",
                "P",
                "POST / HTTP/1.1\r\nHost: local",
                HEAD,
                HEAD + "Content-Length: 9\r\n\r\nhalf",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n4\r\nha",
                request("large"),
                request("a"),
                "GET / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 9\r\n\r\nhalf");
    }

    @ParameterizedTest
    @MethodSource("halves")
    void shouldAnswerHoweverManySendHalfARequestOrDoNotRead(String half) {
        // Given
        endpoint.serve(service, Set.of(), NO_TIME_OUT.withConnections(16));
        for (int i = 0; i < 50; i++) {
            client().send(half);
        }
        // When
        String answer = exchange(last("honest"));
        // Then
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nhonest");
        assertThat(endpoint.connections()).isLessThanOrEqualTo(16);
    }

    @Test
    void shouldLetWhoWaitsForAnAnswerHaveItHoweverManyCome() {
        // Given
        endpoint.serve(service, Set.of(), NO_TIME_OUT.withConnections(4));
        RawHttp first = client().send(last("wait"));
        RawHttp second = client().send(last("wait"));
        Service.await(service.twoWait);
        // When
        for (int i = 0; i < 50; i++) {
            client().send("half");
        }
        assertThat(exchange(last("third"))).endsWith("third");
        service.goOn.countDown();
        // Then
        assertThat(first.readAll()).endsWith("\r\n\r\nwait");
        assertThat(second.readAll()).endsWith("\r\n\r\nwait");
    }

    @Test
    void shouldTellItsServiceThatTheClientHasGone() {
        // Given
        endpoint.serve(service, Set.of(), NO_TIME_OUT);
        // When
        client().send(request("until gone")).close();
        // Then
        Service.await(service.gone);
    }

    @Test
    void shouldKeepWhatAClientSendsWhileItIsLookedFor() {
        // Given
        endpoint.serve(service, Set.of(), NO_TIME_OUT);
        // When two requests come at once
        String answers = exchange(request("glance") + last("next"));
        // Then
        assertThat(answers).matches("(?s)HTTP/1.1 200 .*\r\n\r\nthere: trueHTTP/1.1 200 .*\r\n\r\nnext");
    }

    @Test
    void shouldWaitForTheNextRequestOfAClientThatItHasLookedFor() {
        // Given a client that waits for its answer
        endpoint.serve(service, Set.of(), NO_TIME_OUT);
        RawHttp client = client().send(request("glance"));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("there: true") < 0) {
            answer.append(client.read(1));
        }
        // When others come before it goes on
        for (int i = 0; i < 10; i++) {
            assertThat(exchange(last("other"))).endsWith("other");
        }
        // Then
        assertThat(client.send(last("next")).readAll()).endsWith("\r\n\r\nnext");
    }

    @Test
    void shouldTurnAwayWhoComesWhileAsManyAreAnsweredAsMayBe() {
        // Given
        endpoint.serve(service, Set.of(), NO_TIME_OUT.withConnections(2));
        RawHttp first = client().send(last("wait"));
        client().send(last("wait"));
        Service.await(service.twoWait);
        // When
        String third = client().readAll();
        // Then
        assertThat(third)
                .startsWith("HTTP/1.1 503 ")
                .contains("answering 2 requests")
                .contains("Send it again later");
        service.goOn.countDown();
        assertThat(first.readAll()).endsWith("\r\n\r\nwait");
    }

    static Stream<String> late() {
        return Stream.of(
                "P",
                "POST / HTTP/1.1\r\nHost: local",
                HEAD,
                HEAD + "Content-Length: 9\r\n\r\nhalf",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n4\r\nha");
    }

    @ParameterizedTest
    @MethodSource("late")
    void shouldSayThatARequestDidNotComeToItsEndInTime(String half) {
        endpoint.serve(service, Set.of(), SHORT);

        assertThat(client().send(half).readAll())
                .startsWith("HTTP/1.1 408 ")
                .contains("\r\nConnection: close\r\n")
                .contains("Send it again");
    }

    @Test
    void shouldCloseAConnectionThatIsIdle() {
        endpoint.serve(service, Set.of(), SHORT);

        assertThat(client().readAll()).isEmpty();
        assertThat(client().send(request("a")).readAll())
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\na");
    }

    @Test
    void shouldCloseTheConnectionOfWhoDoesNotReadTheAnswer() {
        // Given
        endpoint.serve(service, Set.of(), SHORT);
        RawHttp client = client().send(request("large"));
        // When
        client.read(1);
        while (endpoint.connections() > 0) {
            Thread.onSpinWait();
        }
        // Then
        assertThatThrownBy(() -> {
                    if (client.readAll().length() < LARGE.length) {
                        throw new UncheckedIOException(new EOFException("closed within the answer"));
                    }
                })
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void shouldRefuseABodyThatIsTooLargeBeforeItComes() {
        endpoint.serve(service, Set.of(), NO_TIME_OUT);
        String announced =
                HEAD + "Expect: 100-continue\r\nContent-Length: " + (Bounds.USUAL.bodyBytes() + 1) + "\r\n\r\n";

        assertThat(client().send(announced).read(17)).isEqualTo("HTTP/1.1 413 Cont");
        assertThat(client().send(HEAD + "Content-Length: 99999999999999999\r\n\r\n")
                        .read(12))
                .isEqualTo("HTTP/1.1 413");
        assertThat(client().send(HEAD + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n")
                        .read(12))
                .isEqualTo("HTTP/1.1 413");
    }

    @Test
    void shouldRefuseChunksThatTogetherAreTooLarge() {
        endpoint.serve(service, Set.of(), NO_TIME_OUT);
        String chunk = "100000\r\n" + "x".repeat(0x100000) + "\r\n";

        assertThat(client().send(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(4) + "1\r\n")
                        .read(12))
                .isEqualTo("HTTP/1.1 413");
    }

    @Test
    void shouldRefuseAHeadThatIsTooLarge() {
        endpoint.serve(service, Set.of(), NO_TIME_OUT);

        assertThat(exchange("POST / HTTP/1.1\r\n" + "X: y\r\n".repeat(6000))).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void shouldLetWhoIsRefusedReadWhyAlthoughTheBodyIsStillComing() {
        endpoint.serve(service, Set.of(), NO_TIME_OUT);
        int length = Bounds.USUAL.bodyBytes();

        assertThat(exchange("POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: " + length + "\r\n\r\n"
                        + "x".repeat(length)))
                .startsWith("HTTP/1.1 403 ")
                .contains("'evil.example'");
    }

    @Test
    void shouldAnswerOneRequestAfterAnotherOnAConnection() {
        endpoint.serve(service, Set.of(), NO_TIME_OUT);

        assertThat(exchange(request("first") + request("") + last("third")))
                .matches(String.join(
                        "",
                        "(?s)HTTP/1.1 200 .*\r\nContent-Length: 5\r\n.*\r\n\r\nfirst",
                        "HTTP/1.1 200 .*\r\nContent-Length: 0\r\n.*\r\n\r\n",
                        "HTTP/1.1 200 .*\r\nConnection: close\r\n\r\nthird"));
    }

    @Test
    void shouldReadABodyInChunks() {
        endpoint.serve(service, Set.of(), NO_TIME_OUT);

        assertThat(exchange(
                        HEAD + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n" + last("z")))
                .contains("\r\n\r\nabcdeHTTP/1.1 200 ")
                .endsWith("\r\n\r\nz");
        assertThat(exchange(HEAD + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(exchange(HEAD + "Transfer-Encoding: chunked\r\n\r\nx\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(exchange(HEAD + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void shouldAskForTheBodyOfAClientThatWaitsToBeAsked() {
        endpoint.serve(service, Set.of(), NO_TIME_OUT);
        RawHttp client = client().send(HEAD + "Connection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");

        assertThat(client.read(25)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(client.send("hi").readAll()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nhi");
    }

    @Test
    void shouldCloseAfterTheAnswerToAnOldClient() {
        endpoint.serve(service, Set.of(), NO_TIME_OUT);

        assertThat(exchange("POST / HTTP/1.0\r\n" + HEADERS + "Content-Length: 3\r\n\r\nold"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\r\nConnection: close\r\n")
                .endsWith("\r\n\r\nold");
    }

    @Test
    void shouldAnswerOnANameThatItsOwnerAdded() {
        endpoint.serve(service, Set.of("host.docker.internal", "tunnel.example:9000"), NO_TIME_OUT);
        String others = "POST / HTTP/1.1\r\n" + HEADERS.replaceFirst("Host: localhost", "Host: %s")
                + "Connection: close\r\n\r\n";
        int port = endpoint.address().getPort();

        assertThat(exchange(String.format(others, "host.docker.internal"))).startsWith("HTTP/1.1 200 ");
        assertThat(exchange(String.format(others, "Host.Docker.Internal:" + port)))
                .startsWith("HTTP/1.1 200 ");
        assertThat(exchange(String.format(others, "tunnel.example:9000"))).startsWith("HTTP/1.1 200 ");
        assertThat(exchange(String.format(others, "host.docker.internal:9000"))).startsWith("HTTP/1.1 403 ");
        assertThat(exchange(String.format(others, "tunnel.example"))).startsWith("HTTP/1.1 403 ");
        assertThat(exchange(String.format(others, "a.host.docker.internal"))).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void shouldSayThatAPortIsTaken() {
        int port = endpoint.address().getPort();

        assertThatThrownBy(() -> HttpEndpoint.listen("other", port))
                .isInstanceOf(PortTakenException.class)
                .hasMessageContaining("The other endpoint could not listen on port " + port);
    }

    @Test
    void shouldKeepAClientWaitingUntilItServes() {
        RawHttp early = client().send(last("early"));

        endpoint.serve(service, Set.of(), NO_TIME_OUT);

        assertThat(early.readAll()).endsWith("\r\n\r\nearly");
    }

    @Test
    void shouldGiveAnswersThatAreOnTheirWayWhenItCloses() throws InterruptedException {
        // Given
        endpoint.serve(service, Set.of(), NO_TIME_OUT);
        RawHttp first = client().send(request("wait"));
        RawHttp second = client().send(request("wait"));
        Service.await(service.twoWait);
        // When
        Thread closing = new Thread(endpoint::close);
        closing.start();
        service.goOn.countDown();
        // Then
        assertThat(first.readAll()).endsWith("\r\n\r\nwait");
        assertThat(second.readAll()).endsWith("\r\n\r\nwait");
        closing.join();
    }

    @Test
    void shouldNotWaitForClientsWhenItCloses() {
        endpoint.serve(service, Set.of(), NO_TIME_OUT);
        RawHttp idle = client().send(request("a"));
        idle.read(1);

        endpoint.close();

        assertThat(endpoint.connections()).isZero();
        assertThat(idle.readAll()).endsWith("\r\n\r\na");
    }
}
