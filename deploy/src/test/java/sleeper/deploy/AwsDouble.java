package sleeper.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import sleeper.aws.client.AwsClients;
import sleeper.deploy.aws.DeployClients;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * As much of AWS as a deployment asks, behind one address and over each service's protocol: AWS JSON, a query that is answered in XML, or
 * REST. A test says what each operation answers. An operation is named as policies name it, but for REST's, which are method and path,
 * and behind a question mark what of an S3 resource is meant, such as {@code GET /bucket?versions}.
 */
public final class AwsDouble implements AutoCloseable {
    static {
        // Otherwise the body of each answer waits for a word from the client, which comes after 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final Map<String, Responder> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    /** Answers requests of an operation. */
    @FunctionalInterface
    public interface Responder {
        /** @param body JSON, or a form that is decoded; of requests without a body their query, decoded */
        Reply to(String body);
    }

    /** An answer. */
    public record Reply(int status, String body, Map<String, String> headers) {
        public Reply(int status, String body) {
            this(status, body, Map.of());
        }
    }

    public AwsDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public AwsDouble on(String operation, Responder responder) {
        answers.put(operation, responder);
        return this;
    }

    public AwsDouble on(String operation, String body) {
        return on(operation, unused -> new Reply(200, body));
    }

    /** Answers by one body, and keeps what was sent, behind the operation. */
    public AwsDouble keep(String operation, String answer, List<String> sent) {
        return on(operation, body -> {
            sent.add(operation + " " + body);
            return new Reply(200, answer);
        });
    }

    /** Answers by one body after the other, and by the last from then on. */
    public AwsDouble inTurn(String operation, String... bodies) {
        Deque<String> left = new ArrayDeque<>(List.of(bodies));
        return on(operation, unused -> new Reply(200, left.size() > 1 ? left.poll() : left.peek()));
    }

    /** Refuses all requests of an operation whose protocol is a query. */
    public AwsDouble refuse(String operation, int status, String code, String message) {
        String body = "<ErrorResponse><Error><Code>" + code + "</Code><Message>" + message
                + "</Message></Error><RequestId>r1</RequestId></ErrorResponse>";
        return on(operation, unused -> new Reply(status, body));
    }

    /** EC2 has another form for its errors. */
    public AwsDouble refuseByEc2(String operation, int status, String code) {
        String body = "<Response><Errors><Error><Code>" + code + "</Code><Message>said</Message></Error></Errors>"
                + "<RequestID>r1</RequestID></Response>";
        return on(operation, unused -> new Reply(status, body));
    }

    /** Refuses all requests of an operation whose protocol is JSON. */
    public AwsDouble refuseByJson(String operation, int status, String code) {
        return on(operation, unused -> refusal(status, code));
    }

    /** @return an error of a protocol that is JSON */
    public static Reply refusal(int status, String code) {
        return new Reply(
                status, "{\"__type\":\"" + code + "\",\"message\":\"said\"}", Map.of("x-amzn-ErrorType", code));
    }

    /** @return the operations that were asked for, in order */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public List<Duration> waits() {
        return waits;
    }

    public DeployClients clients() {
        return clients(Map.of());
    }

    /** @param others endpoints of services that are not asked here, by the variables that name them */
    public DeployClients clients(Map<String, String> others) {
        Map<String, String> variables = new HashMap<>(others);
        variables.put(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + server.getAddress().getPort());
        return new DeployClients(
                new AwsClients(variables::get, List.of()),
                Region.EU_WEST_2,
                Optional.of(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"))));
    }

    /** @return time that passes as it is waited for */
    public Surroundings surroundings() {
        return new Surroundings(() -> now, () -> UUID.randomUUID().toString(), new Random(1), time -> {
            waits.add(time);
            now = now.plus(time);
        });
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            Map<String, String> form = target == null && body.contains("Action=") ? form(body) : Map.of();
            String operation = target != null
                    ? target.substring(target.indexOf('.') + 1)
                    : form.getOrDefault("Action", ofRest(exchange));
            asked.add(operation);
            Responder responder = answers.get(operation);
            if (responder == null) {
                throw new IllegalStateException("no answer to " + operation);
            }
            String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
            String sent = body.isEmpty() ? query : body;
            send(exchange, responder.to(form.isEmpty() ? sent : form.toString()), target != null);
        }
    }

    private static String ofRest(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        String part = query == null ? "" : query.split("&")[0];
        return exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()
                + (part.isEmpty() || part.contains("=") ? "" : "?" + part);
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(
                        part -> part[0],
                        part -> part.length < 2 ? "" : URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, Reply reply, boolean json) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", json ? "application/x-amz-json-1.1" : "text/xml");
        reply.headers().forEach(exchange.getResponseHeaders()::add);
        boolean bare = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), bare ? -1 : bytes.length);
        if (!bare) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
