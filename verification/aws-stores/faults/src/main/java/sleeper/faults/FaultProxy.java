package sleeper.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Stands between clients and a server, both of this machine, and lets a fault befall the requests that it was told of. Everything else
 * goes through byte for byte. It listens on a free port of the loopback interface, with threads of its own, which have ended when
 * {@link #close} returns.
 *
 * <p>A request is known by what the SDK calls it: the id of the call and the number of the try. A client that sends one twice under one
 * name meets the fault twice, and is counted.
 */
public final class FaultProxy implements AutoCloseable {
    private static final String NAME = "fault-proxy";

    private final URI server;
    private final Service service;
    private final ServerSocket front;
    private final Map<String, Fault> faults = new HashMap<>();
    private final Set<String> arrived = new HashSet<>();
    private final List<HttpMessage> held = new ArrayList<>();
    private final Set<String> sentTwice = new TreeSet<>();
    private final Set<Socket> connections = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean uncut;
    private Function<HttpMessage, Optional<Fault>> rule = request -> Optional.empty();
    private Watcher watcher = (request, server) -> server.answer(request);
    private boolean keepsConnections;
    private boolean closed;

    /** What stands behind the proxy. */
    @FunctionalInterface
    public interface Server {
        HttpMessage answer(HttpMessage request) throws IOException;
    }

    /** Stands around each request that comes as far as the server. Called by many threads at once. */
    @FunctionalInterface
    public interface Watcher {
        /** @return what the client is to get */
        HttpMessage around(HttpMessage request, Server server) throws IOException;
    }

    /** @param server by http, host and port */
    public FaultProxy(URI server, Service service) throws IOException {
        this.server = server;
        this.service = service;
        this.front = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private synchronized void start(Runnable work) {
        Thread thread = new Thread(work, NAME);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** @return what clients take for the server */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + front.getLocalPort());
    }

    /** @param request of {@link #nameOf} */
    public synchronized void inject(String request, Fault fault) {
        faults.put(request, fault);
    }

    /** @param chosen is asked for each request, one at a time, and says what befalls it */
    public synchronized void injectBy(Function<HttpMessage, Optional<Fault>> chosen) {
        rule = chosen;
    }

    /** Puts a watcher in the place of the one before. */
    public synchronized void watchBy(Watcher chosen) {
        watcher = chosen;
    }

    /** Lets clients keep their connections, as AWS does, though the server ends its own after an answer. */
    public synchronized void keepConnections() {
        keepsConnections = true;
    }

    private synchronized boolean keepsConnections() {
        return keepsConnections;
    }

    private synchronized Watcher watcher() {
        return watcher;
    }

    /** @return the methods of HTTP of requests that came again under their name: that the client under the SDK sent twice */
    public synchronized Set<String> sentTwice() {
        return Set.copyOf(sentTwice);
    }

    /** @return whether since the last call an answer was to be cut short that has nothing to cut */
    public synchronized boolean takeUncut() {
        boolean was = uncut;
        uncut = false;
        return was;
    }

    /** @return by what the SDK says in its headers, in which a request differs from all others */
    static String nameOf(Optional<String> call, Optional<String> attempt) {
        return call.orElse("") + " " + attempt.orElse("");
    }

    /**
     * Gives the server the requests that it was not to have yet.
     *
     * @return the status of each answer
     */
    public List<Integer> release() {
        List<HttpMessage> late;
        synchronized (this) {
            late = List.copyOf(held);
            held.clear();
        }
        List<Integer> statuses = new ArrayList<>();
        try {
            for (HttpMessage request : late) {
                statuses.add(forward(request).status());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return statuses;
    }

    private void accept() {
        try {
            while (true) {
                take(front.accept());
            }
        } catch (IOException e) {
            // The proxy was closed.
        }
    }

    /** A connection that comes while the proxy is closed has no thread that anyone would wait for. */
    private synchronized void take(Socket client) throws IOException {
        if (keep(client)) {
            start(() -> serve(client));
        }
    }

    private synchronized boolean keep(Socket socket) throws IOException {
        if (closed) {
            socket.close();
            return false;
        }
        return connections.add(socket);
    }

    private synchronized void forget(Socket socket) {
        connections.remove(socket);
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            boolean open = true;
            while (open) {
                Optional<HttpMessage> request = HttpMessage.request(in);
                open = request.isPresent() && answer(client, in, request.get());
            }
        } catch (IOException e) {
            // The client sees that its connection has ended.
        } finally {
            forget(client);
        }
    }

    private synchronized Optional<Fault> arrived(HttpMessage request) {
        String name = nameOf(request.header("amz-sdk-invocation-id"), request.header("amz-sdk-request"));
        if (!arrived.add(name)) {
            sentTwice.add(request.method());
        }
        return Optional.ofNullable(faults.get(name)).or(() -> rule.apply(request));
    }

    /** @return whether the connection stays open */
    private boolean answer(Socket client, InputStream in, HttpMessage request) throws IOException {
        Optional<Fault> fault = arrived(request);
        if (fault.isPresent()) {
            return fail(fault.get(), client, in, request);
        }
        HttpMessage answer = keepsConnections() ? forward(request).keepingConnection() : forward(request);
        answer.writeTo(client.getOutputStream());
        return !answer.endsConnection();
    }

    private boolean fail(Fault fault, Socket client, InputStream in, HttpMessage request) throws IOException {
        HttpMessage answer = fault.isDone() ? forward(request) : null;
        switch (fault) {
            case REQUEST_LOST, REPLY_LOST -> {
                return false;
            }
            case RESET -> reset(client);
            case LANDS_AFTER_REPEAT, LANDS_AFTER_ANOTHER -> {
                hold(request);
                reset(client);
            }
            case TIMED_OUT -> {
                // The client has given up when it ends the connection.
                int unused = in.read();
            }
            case CUT_SHORT -> {
                if (answer.body().length == 0) {
                    noteUncut();
                }
                answer.cutShort().writeTo(client.getOutputStream());
            }
            default -> {
                service.answer(fault, request.isHead()).writeTo(client.getOutputStream());
                return true;
            }
        }
        return false;
    }

    private synchronized void noteUncut() {
        uncut = true;
    }

    private synchronized void hold(HttpMessage request) {
        held.add(request);
    }

    /** Ends a connection by a reset in place of an orderly end. */
    private static void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    private HttpMessage forward(HttpMessage request) throws IOException {
        return watcher().around(request, this::send);
    }

    private HttpMessage send(HttpMessage request) throws IOException {
        try (Socket back = new Socket(server.getHost(), server.getPort())) {
            back.setTcpNoDelay(true);
            if (!keep(back)) {
                throw new IOException("The proxy is closed.");
            }
            try {
                request.writeTo(back.getOutputStream());
                return HttpMessage.answer(new BufferedInputStream(back.getInputStream()), request.isHead());
            } finally {
                forget(back);
            }
        }
    }

    @Override
    public void close() throws IOException {
        List<Thread> running;
        synchronized (this) {
            closed = true;
            front.close();
            for (Socket connection : connections) {
                connection.close();
            }
            running = List.copyOf(threads);
        }
        for (Thread thread : running) {
            join(thread);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
