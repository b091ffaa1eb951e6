package sleeper.stepfunctions.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.stepfunctions.http.Refusal.Reason;

/**
 * An HTTP/1.1 server on 127.0.0.1 for the programs of this machine: a {@link RequestGuard} stands before its service, and {@link Bounds} keep
 * any client from shutting out the others. It listens from the beginning, and serves when it is given a service. Thread-safe.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 128;
    private static final long PAUSE_MILLIS = 100;

    private final String name;
    private final ServerSocket listener;
    private final Set<Patience> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor timer;

    private HttpEndpoint(String name, ServerSocket listener) {
        this.name = name;
        this.listener = listener;
        this.threads = Executors.newCachedThreadPool(this::daemon);
        this.timer = new ScheduledThreadPoolExecutor(1, this::daemon);
        timer.setRemoveOnCancelPolicy(true);
    }

    private Thread daemon(Runnable work) {
        Thread thread = new Thread(work, name + "-http");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts to listen; clients wait until the endpoint serves.
     *
     * @param name for its threads and messages
     * @param port 0 for a free one
     * @throws PortTakenException if it cannot listen there
     */
    public static HttpEndpoint listen(String name, int port) {
        try {
            return new HttpEndpoint(name, new ServerSocket(port, BACKLOG, InetAddress.getByAddress(LOOPBACK)));
        } catch (IOException e) {
            throw new PortTakenException(name, port, e);
        }
    }

    /** Where clients find it. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /**
     * Starts to serve.
     *
     * @param hosts names of this machine beside those that every machine has, as {@link PageGuard} takes them
     */
    public void serve(HttpService service, Set<String> hosts, Bounds bounds) {
        RequestGuard guard = service.guard(listener.getLocalPort(), hosts);
        threads.execute(() -> accept(guard, service, bounds));
    }

    private void accept(RequestGuard guard, HttpService service, Bounds bounds) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                if (makeRoom(bounds)) {
                    begin(socket, guard, service, bounds);
                } else {
                    turnAway(socket, service, bounds);
                }
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("The {} endpoint could not take a connection, and goes on", name, e);
                    pause();
                }
            }
        }
    }

    private void begin(Socket socket, RequestGuard guard, HttpService service, Bounds bounds) {
        Patience patience = new Patience(socket, timer);
        open.add(patience);
        try {
            threads.execute(() -> {
                try {
                    new Connection(socket, patience, bounds, guard, service).run();
                } finally {
                    open.remove(patience);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("A connection came while the {} endpoint was being closed", name, e);
            patience.close();
            open.remove(patience);
        }
    }

    /** @return how many connections are open */
    int connections() {
        return open.size();
    }

    /** @return whether one more connection is within the bounds, perhaps because another was ended */
    private boolean makeRoom(Bounds bounds) {
        while (open.size() >= bounds.connections()) {
            // Values of this clock can only be compared by their difference.
            long now = System.nanoTime();
            Optional<Patience> longest = open.stream()
                    .filter(Patience::isForClient)
                    .min(Comparator.comparingLong(patience -> patience.sinceNanos() - now));
            if (longest.isEmpty()) {
                return false;
            }
            if (longest.get().endIfForClient()) {
                open.remove(longest.get());
            }
        }
        return true;
    }

    /** Every connection has a request that is being answered. A few bytes of a new connection never wait for its client. */
    private void turnAway(Socket socket, HttpService service, Bounds bounds) throws IOException {
        try (socket) {
            Refusal refusal = new Refusal(
                    Reason.TOO_MANY,
                    "The endpoint is answering " + bounds.connections()
                            + " requests, and takes no more at once. Send it again later.");
            HttpAnswer answer = service.refuse(Optional.empty(), refusal);
            socket.getOutputStream().write(AnswerHead.of(answer, false));
            socket.getOutputStream().write(answer.body());
        }
    }

    private void pause() {
        try {
            boolean closed = closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            LOG.debug("The {} endpoint {}", name, closed ? "closes" : "goes on");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the listening; requests in progress have a second to end. */
    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The " + name + " endpoint could not be closed", e);
        }
        open.forEach(Patience::closeAfterAnswer);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
                open.forEach(Patience::close);
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            timer.shutdownNow();
        }
    }
}
