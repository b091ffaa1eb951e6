package sleeper.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of this machine where connections are taken and closed, and nothing is ever answered. */
final class DeafServer implements AutoCloseable {
    private final ServerSocket socket;

    private DeafServer(ServerSocket socket) {
        this.socket = socket;
    }

    static DeafServer open() throws IOException {
        DeafServer server = new DeafServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        new Thread(server::closeAllThatCome).start();
        return server;
    }

    private void closeAllThatCome() {
        try {
            while (true) {
                socket.accept().close();
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
    }

    String address() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
