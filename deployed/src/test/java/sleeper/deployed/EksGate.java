package sleeper.deployed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import javax.net.ssl.SSLContext;

/**
 * What stands before the API server of an EKS cluster: it takes tokens of the cluster's role alone, and can be told to answer in the
 * API server's place, or to lose its answer.
 */
final class EksGate implements AutoCloseable {
    private static final String BEARER = "Bearer k8s-aws-v1.";
    private static final int LOST = 0;

    private final HttpsServer server;
    private final URI behind;
    private final HttpClient client;
    private final String administrator;
    private final String account;
    private final Deque<Integer> faults = new ArrayDeque<>();
    private final List<String> tokens = new ArrayList<>();

    /**
     * @param behind        where the API server is
     * @param administrator the token of who may do anything
     * @param account       the token of whoever comes with one of EKS
     */
    EksGate(URI behind, SSLContext context, String administrator, String account) throws IOException {
        this.behind = behind;
        this.administrator = administrator;
        this.account = account;
        client = HttpClient.newBuilder().sslContext(context).build();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next request that has no fault before it is answered so, and goes no further. */
    synchronized void answer(int status) {
        faults.add(status);
    }

    /** The next request that has no fault before it is done, and its answer is lost. */
    synchronized void loseAnswer() {
        faults.add(LOST);
    }

    /** @return the token of each request so far */
    synchronized List<String> tokens() {
        return List.copyOf(tokens);
    }

    JsonNode asAdministrator(String method, String path, ObjectNode body) throws IOException {
        HttpResponse<byte[]> response = send(
                method,
                path,
                administrator,
                body == null ? new byte[0] : body.toString().getBytes(UTF_8));
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + new String(response.body(), UTF_8));
        }
        return ServiceDouble.JSON.readTree(response.body());
    }

    private HttpResponse<byte[]> send(String method, String path, String token, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(behind + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .build();
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            tokens.add(token);
            Integer fault = faults.poll();
            int refused = fault == null || fault == LOST ? token.startsWith(BEARER) ? 0 : 401 : fault;
            if (refused > 0) {
                respond(exchange, refused, status(refused).toString().getBytes(UTF_8));
                return;
            }
            HttpResponse<byte[]> response = send(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    account,
                    exchange.getRequestBody().readAllBytes());
            if (fault == null) {
                respond(exchange, response.statusCode(), response.body());
            }
        }
    }

    private static ObjectNode status(int code) {
        return ServiceDouble.JSON
                .createObjectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", "said with " + code)
                .put("code", code);
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
