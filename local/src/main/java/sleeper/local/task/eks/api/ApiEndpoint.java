package sleeper.local.task.eks.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.task.eks.objects.ApiException;
import sleeper.local.task.eks.objects.Watch;

/**
 * The API server on a port of 127.0.0.1, over HTTP with TLS. What is watched comes as lines of an answer that does not end; who would
 * rather have a web socket is answered 200, which clients take for a word that there are none.
 */
public final class ApiEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiEndpoint.class);
    private static final int MOST_BODY_BYTES = 4 << 20;
    private static final int MOST_AT_ONCE = 256;
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final String JSON = "application/json";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Api api;
    private final ApiGuard guard;
    private final BooleanSupplier away;
    private volatile boolean closed;

    private ApiEndpoint(HttpServer server, Api api, Accounts accounts, BooleanSupplier away) {
        this.server = server;
        this.api = api;
        this.guard = new ApiGuard(server.getAddress().getPort(), accounts);
        this.away = away;
        this.threads = new ThreadPoolExecutor(0, MOST_AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "kubernetes-api");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Listens on a free port.
     *
     * @param certificate by which clients know the server
     * @param away        whether the server gives no answers for now, as one that is being replaced
     */
    public static ApiEndpoint listen(Api api, Accounts accounts, ApiCertificate certificate, BooleanSupplier away)
            throws IOException {
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpsServer server = HttpsServer.create(new InetSocketAddress(here, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        ApiEndpoint endpoint = new ApiEndpoint(server, api, accounts, away);
        server.createContext("/", endpoint::handle);
        server.setExecutor(endpoint.threads);
        server.start();
        return endpoint;
    }

    /** @return where clients find it, such as {@code https://127.0.0.1:41234} */
    public URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            if (away.getAsBoolean()) {
                return;
            }
            ApiAnswer answer;
            try {
                String user = guard.user(exchange.getRequestHeaders());
                if (isForWebSocket(exchange)) {
                    send(exchange, 200, JSON, "");
                    return;
                }
                answer = api.answer(request(user, exchange));
            } catch (ApiException e) {
                answer = refusal(e);
            } catch (RuntimeException | Error e) {
                LOG.error("A request to the Kubernetes API was not answered", e);
                answer = refusal(ApiException.of(500, "InternalError", "Internal error occurred: " + e));
            }
            send(exchange, answer);
        } catch (IOException e) {
            LOG.debug("A client of the Kubernetes API has gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ApiAnswer refusal(ApiException e) {
        return new ApiAnswer.Body(e.code(), e.status());
    }

    private static boolean isForWebSocket(HttpExchange exchange) {
        return "websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"));
    }

    private static ApiRequest request(String user, HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
        if (body.length > MOST_BODY_BYTES) {
            throw ApiException.of(413, "RequestEntityTooLarge", "limit is " + MOST_BODY_BYTES + " bytes");
        }
        return new ApiRequest(
                user,
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query(exchange.getRequestURI().getRawQuery()),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                        .orElse(""),
                new String(body, StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.computeIfAbsent(decoded(name), unused -> new ArrayList<>()).add(decoded(value));
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("the query is not encoded as URLs are");
        }
    }

    private void send(HttpExchange exchange, ApiAnswer answer) throws IOException, InterruptedException {
        if (answer instanceof ApiAnswer.Body body) {
            send(exchange, body.status(), JSON, body.json().toString());
        } else if (answer instanceof ApiAnswer.Text text) {
            send(exchange, 200, "text/plain; charset=utf-8", text.text());
        } else if (answer instanceof ApiAnswer.Changes changes) {
            try (Watch watch = changes.watch()) {
                exchange.getResponseHeaders().set("Content-Type", JSON);
                exchange.sendResponseHeaders(200, 0);
                send(exchange.getResponseBody(), watch, changes.limit());
            }
        }
    }

    private void send(OutputStream out, Watch watch, Duration limit) throws IOException, InterruptedException {
        // Clients wait for the head before they go on.
        out.flush();
        long end = System.nanoTime() + limit.toNanos();
        while (!closed && !away.getAsBoolean() && System.nanoTime() - end < 0) {
            Optional<ObjectNode> told = watch.next(LOOK);
            if (told.isPresent()) {
                out.write((told.get() + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        threads.shutdownNow();
    }
}
