package sleeper.deploy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Stands before the API server of a cluster: it takes tokens of EKS alone, and can answer in the API server's place, or lose an answer.
 */
public final class ClusterGate implements AutoCloseable {
    static {
        // Otherwise the body of each answer waits for a word from the client, which comes after 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String BEARER = "Bearer k8s-aws-v1.";
    private static final int LOST = 0;

    private final HttpsServer server;
    private final URI behind;
    private final HttpClient client;
    private final String administrator;
    private final Deque<Integer> faults = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private Optional<Integer> always = Optional.empty();
    private String caller;

    ClusterGate(URI behind, SSLContext context, String administrator) throws IOException {
        this.behind = behind;
        this.administrator = administrator;
        this.caller = administrator;
        client = HttpClient.newBuilder().sslContext(context).build();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Has whoever comes with a token of EKS be the one who has another token. */
    synchronized void letIn(String token) {
        caller = token;
    }

    /** The next requests are answered so, and go no further; by 0 they are done and their answers lost. */
    synchronized void answer(int... statuses) {
        for (int status : statuses) {
            faults.add(status);
        }
    }

    /** All requests are answered so from now on. */
    public synchronized void answerAlways(int status) {
        always = Optional.of(status);
    }

    /** Requests are let through again. */
    public synchronized void answerNoMore() {
        always = Optional.empty();
    }

    /** @return method and path of each request so far */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    HttpResponse<String> asAdministrator(String method, String path, String body) throws IOException {
        return send(method, path, administrator, "application/json", body);
    }

    /** Asks as the one who is let in. */
    synchronized HttpResponse<String> asCaller(String method, String path, String body) throws IOException {
        return send(method, path, caller, "application/json", body);
    }

    private HttpResponse<String> send(String method, String path, String token, String type, String body)
            throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(behind + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            // A client that is still sending may not read the answer.
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String path = exchange.getRequestURI().toString();
            asked.add(exchange.getRequestMethod() + " " + path);
            boolean isOfEks =
                    exchange.getRequestHeaders().getFirst("Authorization").startsWith(BEARER);
            Optional<Integer> fault = Optional.ofNullable(faults.poll()).or(() -> always);
            int refused = fault.orElse(isOfEks ? LOST : 401);
            if (refused != LOST) {
                respond(exchange, refused, "{\"kind\":\"Status\",\"message\":\"said with " + refused + "\"}");
                return;
            }
            HttpResponse<String> response = send(
                    exchange.getRequestMethod(),
                    path,
                    caller,
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                            .orElse("application/json"),
                    body);
            if (fault.isEmpty()) {
                respond(exchange, response.statusCode(), response.body());
            }
        }
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
