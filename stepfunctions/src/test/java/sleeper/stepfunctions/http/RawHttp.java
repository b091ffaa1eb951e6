package sleeper.stepfunctions.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection to an endpoint of this machine that sends exactly the bytes it is given. Not thread-safe. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;

    private RawHttp(Socket socket) {
        this.socket = socket;
    }

    static RawHttp connect(URI endpoint) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new RawHttp(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("Nobody listens at " + endpoint, e);
        }
    }

    /** Sends the text in a connection of its own, and returns all that comes back until the other side closes. */
    static String exchange(URI endpoint, String text) {
        try (RawHttp connection = connect(endpoint)) {
            return connection.send(text).readAll();
        }
    }

    /** Sends the text, each character as one byte. */
    RawHttp send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("The bytes could not be sent", e);
        }
    }

    /** @return all that comes until the other side closes, each byte as one character */
    String readAll() {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("The other side neither answered in full nor closed in order", e);
        }
    }

    /** @return the next bytes, as many as asked for unless the other side closes before */
    String read(int bytes) {
        try {
            return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("The other side closed without order", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The connection could not be closed", e);
        }
    }
}
