package sleeper.stepfunctions.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer that comes piece by piece, and all that can end it. */
@Timeout(120)
class StreamedAnswerIT {
    private static final String REQUEST = "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String PLAIN = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final Bounds NO_TIME_OUT = Bounds.USUAL.withTimeOut(Duration.ofDays(1));
    private static final Bounds SHORT = Bounds.USUAL.withTimeOut(Duration.ofMillis(100));
    private static final String NOTHING_YET = "";
    private static final String END = "end";
    private static final String ENDLESS = "endless";

    private final HttpEndpoint endpoint = HttpEndpoint.listen("test", 0);
    private final Told told = new Told();
    private final List<RawHttp> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(RawHttp::close);
        endpoint.close();
    }

    /** Pieces as the test says them. */
    private static final class Told implements Pieces {
        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Optional<byte[]> next() throws InterruptedException {
            asked.incrementAndGet();
            String next = said.take();
            if (next.equals(ENDLESS)) {
                said.add(ENDLESS);
                return Optional.of(new byte[1024 * 1024]);
            }
            if (next.equals(NOTHING_YET)) {
                said.add(NOTHING_YET);
            }
            return Optional.of(next)
                    .filter(text -> !text.equals(END))
                    .map(text -> text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** Streams what the test says, and answers at once on any other path. */
    private final class Service implements HttpService {
        @Override
        public RequestGuard guard(int port, Set<String> hosts) {
            return PageGuard.ofOwnPages(port, hosts);
        }

        @Override
        public HttpAnswer answer(RequestHead head, byte[] body) {
            return head.target().equals("/stream")
                    ? HttpAnswer.stream(200, Map.of("Content-Type", "text/event-stream"), told)
                    : HttpAnswer.text(head.target().equals("/known") ? 304 : 200, Map.of("ETag", "\"1\""), "text");
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

    /** @return a client that has read the head of a stream */
    private RawHttp reading() {
        RawHttp client = client().send(REQUEST);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append(client.read(1));
        }
        return client;
    }

    private String exchange(String text) {
        return RawHttp.exchange(endpoint.address(), text);
    }

    @Test
    void shouldSendEachPieceAsItComes() {
        // Given
        endpoint.serve(new Service(), Set.of(), NO_TIME_OUT);
        RawHttp client = reading();
        // When / Then the next is said only after the one before was read
        told.said.add("first");
        assertThat(client.read(5)).isEqualTo("first");
        told.said.add("second");
        assertThat(client.read(6)).isEqualTo("second");
        told.said.add(END);
        assertThat(client.readAll()).isEmpty();
    }

    @Test
    void shouldEndTheConnectionWithTheStream() throws InterruptedException {
        // Given
        endpoint.serve(new Service(), Set.of(), NO_TIME_OUT);
        told.said.addAll(List.of("a", END));
        // When
        String answer = exchange(REQUEST + PLAIN);
        // Then no other request is answered, and the length of none is told
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nContent-Type: text/event-stream\r\n", "\r\nConnection: close\r\n")
                .doesNotContain("Content-Length")
                .endsWith("\r\n\r\na");
        told.closed.await();
    }

    @Test
    void shouldEndWhenItsClientHasGoneThoughThereIsNothingToSend() throws InterruptedException {
        // Given
        endpoint.serve(new Service(), Set.of(), NO_TIME_OUT);
        told.said.add(NOTHING_YET);
        RawHttp client = reading();
        // When
        client.close();
        // Then
        told.closed.await();
        while (endpoint.connections() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldGoOnForAClientThatSendsMoreAndReads() {
        // Given
        endpoint.serve(new Service(), Set.of(), NO_TIME_OUT);
        told.said.add(NOTHING_YET);
        RawHttp client = reading().send("x".repeat(5_000));
        // When it was looked for a few times
        while (told.asked.get() < 5) {
            Thread.onSpinWait();
        }
        told.said.clear();
        told.said.add("news");
        // Then
        assertThat(client.read(4)).isEqualTo("news");
    }

    @Test
    void shouldEndWhenTheEndpointClosesWhileAPieceIsAwaited() throws InterruptedException {
        // Given
        endpoint.serve(new Service(), Set.of(), NO_TIME_OUT);
        RawHttp client = reading();
        // When
        endpoint.close();
        // Then
        told.closed.await();
        assertThat(client.readAll()).isEmpty();
    }

    @Test
    void shouldEndWhenTheEndpointClosesAndThereIsNothingYet() throws InterruptedException {
        // Given
        endpoint.serve(new Service(), Set.of(), NO_TIME_OUT);
        told.said.add(NOTHING_YET);
        RawHttp client = reading();
        // When
        endpoint.close();
        // Then
        told.closed.await();
        assertThat(client.readAll()).isEmpty();
        assertThat(endpoint.connections()).isZero();
    }

    @Test
    void shouldCutOffAClientThatDoesNotRead() throws InterruptedException {
        // Given
        endpoint.serve(new Service(), Set.of(), SHORT);
        told.said.add(ENDLESS);
        // When
        client().send(REQUEST);
        // Then
        told.closed.await();
    }

    @Test
    void shouldNotCutOffAClientThatWaitsForLongerThanItMayTakeToRead() {
        // Given a stream of which nothing comes until another client has been found too slow
        endpoint.serve(new Service(), Set.of(), SHORT);
        RawHttp client = reading();
        assertThat(client().send("GET").readAll()).startsWith("HTTP/1.1 408 ");
        // When
        told.said.addAll(List.of("late", END));
        // Then
        assertThat(client.readAll()).isEqualTo("late");
    }

    @Test
    void shouldNotEndAStreamForRoom() {
        // Given
        endpoint.serve(new Service(), Set.of(), NO_TIME_OUT.withConnections(2));
        RawHttp client = reading();
        while (told.asked.get() == 0) {
            Thread.onSpinWait();
        }
        // When others come
        for (int i = 0; i < 10; i++) {
            assertThat(exchange(PLAIN)).startsWith("HTTP/1.1 200 ");
            while (endpoint.connections() > 1) {
                Thread.onSpinWait();
            }
        }
        told.said.addAll(List.of("still here", END));
        // Then
        assertThat(client.readAll()).isEqualTo("still here");
    }

    @Test
    void shouldSendNoContentWithAHeadOrWithWhatIsKnown() {
        endpoint.serve(new Service(), Set.of(), NO_TIME_OUT);

        assertThat(exchange("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n" + PLAIN))
                .matches("(?s)HTTP/1.1 200 OK\r\n.*Content-Length: 4\r\n.*\r\n\r\nHTTP/1.1 200 OK\r\n.*\r\n\r\ntext");
    }
}
