package sleeper.verification.deployed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes on requests to a service of the embedded run, which calls its things by other names than a deployment does. */
final class RenamingProxy implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("X-Amz-Target", "Content-Type", "Authorization");

    private final URI service;
    private final Map<String, String> embeddedNames;
    private final RequestListener listener;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * @param embeddedNames what to write into a request, by what a deployment has there; answers are changed back
     * @param listener      is told of each request before it is passed on
     */
    RenamingProxy(URI service, Map<String, String> embeddedNames, RequestListener listener) throws IOException {
        this.service = service;
        this.listener = listener;
        this.embeddedNames = Map.copyOf(embeddedNames);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::passOn);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void passOn(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        listener.take(
                header(exchange, "User-Agent").orElse(""),
                header(exchange, "X-Amz-Target").orElse(""),
                asked);
        for (Map.Entry<String, String> name : embeddedNames.entrySet()) {
            asked = asked.replace(name.getKey(), name.getValue());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(service).POST(HttpRequest.BodyPublishers.ofString(asked));
        for (String header : PASSED_ON) {
            header(exchange, header).ifPresent(value -> request.header(header, value));
        }
        try {
            send(exchange, client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        } finally {
            exchange.close();
        }
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private void send(HttpExchange exchange, HttpResponse<String> answer) throws IOException {
        String said = answer.body();
        for (Map.Entry<String, String> name : embeddedNames.entrySet()) {
            said = said.replace(name.getValue(), name.getKey());
        }
        answer.headers().map().forEach((header, values) -> {
            if (header.startsWith("x-amzn") || header.equals("content-type")) {
                exchange.getResponseHeaders().put(header, values);
            }
        });
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.statusCode(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
