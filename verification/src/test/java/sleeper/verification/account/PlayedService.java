package sleeper.verification.account;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sleeper.verification.deployed.RequestListener;

/** As much of a service as an instance asks of it, on a free port of 127.0.0.1. What it does not know is answered with 400. */
abstract class PlayedService implements AutoCloseable {
    private static final String NOT_KNOWN = "{\"__type\":\"InvalidParameterException\",\"message\":\"not known here\"}";

    private final HttpServer server;
    private final String contentType;
    private final RequestListener listener;
    private final ThreadLocal<String> refusal = ThreadLocal.withInitial(() -> NOT_KNOWN);

    PlayedService(String contentType) throws IOException {
        this(contentType, (agent, target, body) -> {});
    }

    /** @param listener is told of each request before it is answered */
    PlayedService(String contentType, RequestListener listener) throws IOException {
        this.contentType = contentType;
        this.listener = listener;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * @param target the header {@code X-Amz-Target}; empty where there is none
     * @return the answer's body; empty for a request that is refused
     */
    abstract Optional<String> answer(String target, String body) throws IOException;

    /** Says what the request of this thread is refused with, in place of that it is not known. */
    final void refuse(String body) {
        refusal.set(body);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = header(exchange, "X-Amz-Target");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            listener.take(header(exchange, "User-Agent"), target, body);
            refusal.remove();
            Optional<String> answer = answer(target, body);
            byte[] bytes = answer.orElse(refusal.get()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", contentType);
            exchange.sendResponseHeaders(answer.isPresent() ? 200 : 400, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
