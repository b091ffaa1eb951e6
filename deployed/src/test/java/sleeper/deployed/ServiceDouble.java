package sleeper.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import sleeper.aws.client.AwsClients;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** As much of a service as a port asks of it, over its protocol: AWS JSON 1.1, or REST with JSON. */
abstract class ServiceDouble implements FaultyService {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final String target;
    private final Deque<String> refusals = new ArrayDeque<>();

    /** @param target what each operation's name has before it in the header {@code X-Amz-Target}; empty for REST */
    ServiceDouble(String target) throws IOException {
        this.target = target + ".";
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** A request that the service refuses. */
    static final class RefusedException extends Exception {
        private final String code;

        RefusedException(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    /**
     * @param operation its name, or method, path and query where the protocol is REST
     * @return the answer to a request; one at a time is asked for
     */
    abstract ObjectNode answer(String operation, JsonNode request) throws RefusedException;

    /** @param service as variables name it, such as {@code ECS} */
    AwsClients clients(String service) {
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        return new AwsClients(name -> name.equals("AWS_ENDPOINT_URL_" + service) ? endpoint : null, List.of())
                .in(Region.EU_WEST_2);
    }

    static AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
    }

    static Surroundings surroundings(Instant now) {
        return new Surroundings(() -> now, () -> UUID.randomUUID().toString(), new Random(1), time -> {});
    }

    @Override
    public synchronized void refuse(String code) {
        refusals.add(code);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        String named = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String operation = named == null
                ? exchange.getRequestMethod() + " " + exchange.getRequestURI()
                : named.substring(target.length());
        try {
            if (!refusals.isEmpty()) {
                throw new RefusedException(refusals.poll(), "said");
            }
            send(exchange, 200, answer(operation, request));
        } catch (RefusedException e) {
            exchange.getResponseHeaders().add("x-amzn-ErrorType", e.code);
            send(
                    exchange,
                    e.code.equals("ResourceNotFoundException") ? 404 : 400,
                    JSON.createObjectNode().put("__type", e.code).put("message", e.getMessage()));
        }
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
