package sleeper.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.stepfunctions.StepFunctionsException.Code;
import sleeper.stepfunctions.expression.Json;

/**
 * Step Functions over HTTP, in the AWS JSON 1.0 protocol, so that boto3, the AWS CLI and the SDKs work against it with any credentials.
 * Listens on 127.0.0.1 only.
 */
public final class StepFunctionsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StepFunctionsServer.class);
    private static final String TARGET_PREFIX = "AWSStepFunctions.";
    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;
    private static final int THREADS = 8;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    static {
        // The server sends head and body of a response apart; without this the second waits 40 ms for the first to be
        // acknowledged.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Operations operations;

    private StepFunctionsServer(HttpServer server, Operations operations) {
        this.server = server;
        this.operations = operations;
        this.threads = Executors.newFixedThreadPool(THREADS, runnable -> {
            Thread thread = new Thread(runnable, "stepfunctions-http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     */
    public static StepFunctionsServer start(LocalStepFunctions functions, int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
            return new StepFunctionsServer(server, new Operations(functions));
        } catch (IOException e) {
            throw new UncheckedIOException("The Step Functions endpoint could not listen on port " + port, e);
        }
    }

    /** Where clients find it. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Ends the listening; requests in progress have a second to end. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String requestId = operations.newRequestId();
            exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
            exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
            try {
                respond(exchange, 200, answer(exchange));
            } catch (StepFunctionsException e) {
                respond(exchange, 400, error(e.code().wireName(), e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("A request to the Step Functions endpoint failed", e);
                respond(exchange, 500, error("InternalFailure", "The endpoint failed: " + e));
            }
        }
    }

    private JsonNode answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target == null || !target.startsWith(TARGET_PREFIX)) {
            throw new StepFunctionsException(
                    Code.UNKNOWN_OPERATION,
                    "The header X-Amz-Target must name an operation of " + TARGET_PREFIX + ", but is " + target);
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES + 1);
        if (body.length > MAX_REQUEST_BYTES) {
            throw new StepFunctionsException(
                    Code.VALIDATION, "The request is larger than " + MAX_REQUEST_BYTES + " bytes");
        }
        return operations.call(target.substring(TARGET_PREFIX.length()), request(body));
    }

    private static ObjectNode request(byte[] body) {
        try {
            JsonNode json = Json.read(body.length == 0 ? "{}" : new String(body, StandardCharsets.UTF_8));
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new StepFunctionsException(Code.VALIDATION, "The request is not JSON: " + Json.problem(e), e);
        }
        throw new StepFunctionsException(Code.VALIDATION, "The request is not a JSON object");
    }

    private static ObjectNode error(String type, String message) {
        return Json.object()
                .put("__type", "com.amazonaws.swf.service.v2.model#" + type)
                .put("message", message);
    }

    private static void respond(HttpExchange exchange, int status, JsonNode json) throws IOException {
        byte[] bytes = Json.write(json).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
