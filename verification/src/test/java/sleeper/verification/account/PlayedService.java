package sleeper.verification.account;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** As much of a service as an instance asks of it, on a free port of 127.0.0.1. What it does not know is answered with 400. */
abstract class PlayedService implements AutoCloseable {
    private final HttpServer server;
    private final String contentType;

    PlayedService(String contentType) throws IOException {
        this.contentType = contentType;
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

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .orElse("");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Optional<String> answer = answer(target, body);
            byte[] bytes = answer.orElse("{\"__type\":\"InvalidParameterException\",\"message\":\"not known here\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", contentType);
            exchange.sendResponseHeaders(answer.isPresent() ? 200 : 400, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
