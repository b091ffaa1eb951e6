package sleeper.verification.account;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.lambdaruntime.FunctionAnswer;
import sleeper.stepfunctions.Arns;
import sleeper.stepfunctions.task.TaskFailedException;

/** Lambda's {@code Invoke}, on a free port of 127.0.0.1: calls a function of the template by its alias and waits for its answer. */
final class PlayedInvoke implements AutoCloseable {
    private static final Pattern TARGET =
            Pattern.compile("/2015-03-31/functions/([a-z0-9-]+)/invocations\\?Qualifier=([a-z]+)");

    private final PlayedFunctions functions;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    PlayedInvoke(PlayedFunctions functions) throws IOException {
        this.functions = functions;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher target = TARGET.matcher(exchange.getRequestURI().toString());
            String event = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!target.matches()) {
                send(exchange, 400, "{\"Message\":\"not known here\"}");
                return;
            }
            String arn = "arn:aws:lambda:" + Arns.REGION + ":" + Arns.ACCOUNT + ":function:" + target.group(1) + ":"
                    + target.group(2);
            try {
                FunctionAnswer answer = functions.call(arn, event);
                if (answer instanceof FunctionAnswer.Failed) {
                    exchange.getResponseHeaders().add("X-Amz-Function-Error", "Unhandled");
                }
                send(exchange, 200, answer.payload());
            } catch (TaskFailedException e) {
                exchange.getResponseHeaders().add("X-Amzn-ErrorType", "ResourceNotFoundException");
                send(exchange, 404, "{\"Type\":\"User\",\"Message\":\"Function not found: " + arn + "\"}");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
