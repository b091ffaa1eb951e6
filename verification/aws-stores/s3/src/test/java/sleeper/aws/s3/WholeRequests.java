package sleeper.aws.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a server and takes each request in whole before the server sees it. s3proxy looks at a condition before it reads the
 * body, and ends the connection with its refusal; a client that is still sending would see a broken connection, where S3 answers.
 * Each connection carries one request.
 */
final class WholeRequests implements AutoCloseable {
    private static final String HEAD_END = "\r\n\r\n";

    private final int serverPort;
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "whole-requests");
        thread.setDaemon(true);
        return thread;
    });

    /** @param serverPort of the server, on this machine */
    WholeRequests(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> relay(client));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void relay(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            byte[] request = request(new BufferedInputStream(client.getInputStream()));
            send(request, server);
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The client sees its connection end.
        }
    }

    /** A server that ends the connection while it is sent to may have answered. */
    private static void send(byte[] request, Socket server) {
        try {
            server.getOutputStream().write(request);
        } catch (IOException e) {
            // What it has answered is read next.
        }
    }

    /** @return head and body, where the head asks the server to end the connection after its answer */
    private static byte[] request(InputStream from) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        String head = head(from);
        int line = head.indexOf("\r\n");
        request.writeBytes((head.substring(0, line)
                        + "\r\nConnection: close"
                        + head.substring(line).replaceAll("(?i)\r\nconnection:[^\r]*", ""))
                .getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(from.readNBytes(bodyLength(head)));
        return request.toByteArray();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < HEAD_END.length() || head.indexOf(HEAD_END, head.length() - HEAD_END.length()) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no whole head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static int bodyLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, "content-length:", 0, "content-length:".length())) {
                return Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
