package sleeper.local.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.util.Markup;
import sleeper.stepfunctions.http.PortTakenException;

/**
 * A port of 127.0.0.1 on which clients may connect before there is a server: they wait. It costs a socket until the first one comes. For one
 * thread; any other may close it.
 */
final class WaitingPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingPort.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 128;
    private static final int MOST_THROWN_AWAY = 1 << 20;
    private static final int PATIENCE_MILLIS = 1_000;

    private final ServerSocketChannel listener;

    private WaitingPort(ServerSocketChannel listener) {
        this.listener = listener;
    }

    /**
     * Listens.
     *
     * @param port 0 for a free one
     * @throws PortTakenException if it cannot listen there
     */
    static WaitingPort listen(String name, int port) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open();
            try {
                listener.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
                return new WaitingPort(listener);
            } catch (IOException e) {
                listener.close();
                throw e;
            }
        } catch (IOException e) {
            throw new PortTakenException(name, port, e);
        }
    }

    /** @return what clients are told */
    URI address() {
        return URI.create("http://127.0.0.1:" + listener.socket().getLocalPort());
    }

    /** @return what listens, blocking; connections that wait are its */
    ServerSocketChannel listener() {
        return listener;
    }

    /** Waits until somebody connects, who then waits on. Returns, too, when the thread is interrupted or this is closed. */
    void awaitClient() throws IOException {
        try (Selector selector = Selector.open()) {
            listener.configureBlocking(false);
            SelectionKey unused = listener.register(selector, SelectionKey.OP_ACCEPT);
            int unusedCount = selector.select();
        }
        listener.configureBlocking(true);
    }

    /** Answers all who wait that there is no server, in the words of S3; whoever comes meanwhile waits on. */
    void turnAway(String message) throws IOException {
        List<SocketChannel> clients = new ArrayList<>();
        listener.configureBlocking(false);
        try {
            for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
                clients.add(client);
            }
        } finally {
            listener.configureBlocking(true);
        }
        clients.forEach(client -> turnAway(client, message));
    }

    private static void turnAway(SocketChannel client, String message) {
        try (client) {
            client.configureBlocking(true);
            Socket socket = client.socket();
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(answer(message));
            client.shutdownOutput();
            // Closing before the client has sent its request could take the answer with it.
            throwAway(socket.getInputStream());
        } catch (SocketTimeoutException e) {
            LOG.debug("A client of S3 keeps its connection open", e);
        } catch (IOException e) {
            LOG.debug("A client of S3 has gone", e);
        }
    }

    private static void throwAway(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        int left = MOST_THROWN_AWAY;
        for (int count = in.read(buffer); count >= 0 && left > 0; count = in.read(buffer)) {
            left -= count;
        }
    }

    private static byte[] answer(String message) {
        byte[] body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>ServiceUnavailable</Code><Message>"
                        + Markup.escaped(message)
                        + "</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/xml\r\nContent-Length: "
                        + body.length
                        + "\r\nX-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin"
                        + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
