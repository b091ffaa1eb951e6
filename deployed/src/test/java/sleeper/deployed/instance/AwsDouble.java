package sleeper.deployed.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of AWS as a command asks of a deployed instance, behind one address: objects of S3, and what a test has each operation of the
 * other services answer, over their protocols: AWS JSON, or a query answered in XML.
 */
final class AwsDouble implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ACTION = Pattern.compile("Action=([A-Za-z]+)");
    private static final String NO_QUEUE = "QueueDoesNotExist";

    private final HttpServer server;
    private final Map<String, String> objects = new TreeMap<>();
    private final Map<String, Function<JsonNode, String>> answers = new HashMap<>();
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();

    /** How an operation is refused, and how often still. */
    private record Refusal(int status, String code, int times) {}

    AwsDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Puts an object; a bucket is there once it has one. */
    synchronized AwsDouble put(String bucket, String key, String text) {
        objects.put(bucket + "/" + key, text);
        return this;
    }

    synchronized AwsDouble remove(String bucket, String key) {
        objects.remove(bucket + "/" + key);
        return this;
    }

    /** @param answer gives the body of the answer to a request, which is JSON, or null where it is none */
    synchronized AwsDouble on(String operation, Function<JsonNode, String> answer) {
        answers.put(operation, answer);
        return this;
    }

    /** Refuses each request of an operation from now on. */
    AwsDouble refuse(String operation, int status, String code) {
        return refuse(operation, status, code, Integer.MAX_VALUE);
    }

    AwsDouble refuse(String operation, int status, String code, int times) {
        refusals.put(operation, new Refusal(status, code, times));
        return this;
    }

    /** @return the operations that were asked for, in order */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        Matcher action = ACTION.matcher(body);
        if (target != null) {
            String operation = target.substring(target.indexOf('.') + 1);
            answer(exchange, operation, JSON.readTree(body), "application/x-amz-json-1.0");
        } else if (action.find()) {
            answer(exchange, action.group(1), null, "text/xml");
        } else {
            object(exchange);
        }
    }

    private void answer(HttpExchange exchange, String operation, JsonNode request, String type) throws IOException {
        asked.add(operation);
        Optional<Refusal> refusal = refusal(operation);
        if (refusal.isPresent()) {
            send(
                    exchange,
                    refusal.get().status(),
                    refused(exchange, refusal.get().code(), type),
                    type);
            return;
        }
        if (!answers.containsKey(operation)) {
            throw new IllegalStateException("no answer to " + operation);
        }
        send(exchange, 200, answers.get(operation).apply(request), type);
    }

    private Optional<Refusal> refusal(String operation) {
        Refusal refusal = refusals.get(operation);
        if (refusal == null || refusal.times() == 0) {
            return Optional.empty();
        }
        refusals.put(operation, new Refusal(refusal.status(), refusal.code(), refusal.times() - 1));
        return Optional.of(refusal);
    }

    private static String refused(HttpExchange exchange, String code, String type) {
        if (type.equals("text/xml")) {
            return "<ErrorResponse><Error><Type>Sender</Type><Code>" + code
                    + "</Code><Message>said</Message></Error><RequestId>r1</RequestId></ErrorResponse>";
        }
        exchange.getResponseHeaders().add("x-amzn-ErrorType", code);
        if (code.equals(NO_QUEUE)) {
            exchange.getResponseHeaders().add("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender");
        }
        return "{\"__type\":\"" + code + "\",\"message\":\"said\"}";
    }

    private void object(HttpExchange exchange) throws IOException {
        String path = URLDecoder.decode(exchange.getRequestURI().getPath().substring(1), StandardCharsets.UTF_8);
        asked.add("GetObject " + path);
        Optional<Refusal> refusal = refusal("GetObject");
        String bucket = path.substring(0, path.indexOf('/') + 1);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(isBucket(path + "/") ? 200 : 404, -1);
            exchange.close();
        } else if (refusal.isPresent()) {
            error(exchange, refusal.get().status(), refusal.get().code());
        } else if (!isBucket(bucket)) {
            error(exchange, 404, "NoSuchBucket");
        } else if (!objects.containsKey(path)) {
            error(exchange, 404, "NoSuchKey");
        } else {
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            send(exchange, 200, objects.get(path), "text/plain");
        }
    }

    private boolean isBucket(String folder) {
        return objects.keySet().stream().anyMatch(key -> key.startsWith(folder));
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        send(exchange, status, "<Error><Code>" + code + "</Code><Message>said</Message></Error>", "application/xml");
    }

    private static void send(HttpExchange exchange, int status, String body, String type) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
