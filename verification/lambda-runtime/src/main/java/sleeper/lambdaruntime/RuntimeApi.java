package sleeper.lambdaruntime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The runtime API that a function's process asks for its calls, on a free port of 127.0.0.1 (AWS Lambda Developer Guide, "Using the
 * Lambda runtime API"); also what a process asks when it is restored from a snapshot. Safe for use by many threads.
 */
final class RuntimeApi implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime";
    private static final String INVOCATION = ROOT + "/invocation/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Call> waiting = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<FunctionAnswer>> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> initialised = new CompletableFuture<>();
    private final CompletableFuture<FunctionAnswer> initError = new CompletableFuture<>();

    /**
     * A call that the process is to take.
     *
     * @param id             request id
     * @param arn            of the function
     * @param payload        the event, as JSON
     * @param deadlineMillis when the call is late, in milliseconds since 1970
     */
    record Call(String id, String arn, String payload, long deadlineMillis) {}

    RuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(ROOT, this::handle);
        server.start();
    }

    /** @return host and port, for the process's environment */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    CompletableFuture<FunctionAnswer> call(Call call) {
        CompletableFuture<FunctionAnswer> answer = new CompletableFuture<>();
        answers.put(call.id(), answer);
        waiting.add(call);
        return answer;
    }

    /** @return done when the process first asked for a call, or to be restored */
    CompletableFuture<Void> initialised() {
        return initialised;
    }

    /** @return done with what the process could not be initialised for; never, if it could */
    CompletableFuture<FunctionAnswer> initError() {
        return initError;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (path.equals(INVOCATION + "next")) {
                initialised.complete(null);
                next(exchange);
            } else if (path.startsWith(INVOCATION) && path.endsWith("/response")) {
                answer(exchange, path, new FunctionAnswer.Returned(body));
            } else if (path.startsWith(INVOCATION) && path.endsWith("/error")) {
                answer(exchange, path, FunctionAnswer.Failed.of(body));
            } else if (path.equals(ROOT + "/init/error") || path.equals(ROOT + "/restore/error")) {
                initError.complete(FunctionAnswer.Failed.of(body));
                reply(exchange, 202, "");
            } else if (path.equals(ROOT + "/restore/next")) {
                initialised.complete(null);
                reply(exchange, 200, "");
            } else {
                reply(exchange, 404, "");
            }
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        try {
            Call call = waiting.take();
            exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", call.id());
            exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms", Long.toString(call.deadlineMillis()));
            exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn", call.arn());
            exchange.getResponseHeaders()
                    .set("Lambda-Runtime-Trace-Id", "Root=1-00000000-" + "0".repeat(24) + ";Sampled=0");
            reply(exchange, 200, call.payload());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String path, FunctionAnswer answer) throws IOException {
        String id = path.substring(INVOCATION.length(), path.lastIndexOf('/'));
        CompletableFuture<FunctionAnswer> awaited = answers.remove(id);
        if (awaited == null) {
            reply(exchange, 400, "");
            return;
        }
        reply(exchange, 202, "");
        awaited.complete(answer);
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
