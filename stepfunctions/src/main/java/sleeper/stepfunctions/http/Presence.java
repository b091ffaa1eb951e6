package sleeper.stepfunctions.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Whether a client that waits for its answer is still there. What it sends meanwhile stays for whoever reads its next request. Safe for use
 * by many threads, of which none may read from the client until this is closed.
 */
final class Presence implements AutoCloseable {
    /** How long a look for a client that has gone may take. */
    static final int GLANCE_MILLIS = 1;

    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Socket socket;
    private final InputStream in;
    private boolean isThere = true;
    private long glancedNanos = System.nanoTime() - EVERY_NANOS;

    /** @param in what the client sends, which can be marked */
    Presence(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = in;
    }

    /** @return whether it was there a second ago; false when this is closed */
    synchronized boolean isThere() {
        if (isThere && System.nanoTime() - glancedNanos >= EVERY_NANOS) {
            isThere = glance();
            glancedNanos = System.nanoTime();
        }
        return isThere;
    }

    private boolean glance() {
        try {
            socket.setSoTimeout(GLANCE_MILLIS);
            boolean isOpen = isOpen();
            socket.setSoTimeout(0);
            return isOpen;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isOpen() throws IOException {
        in.mark(1);
        try {
            return in.read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            in.reset();
        }
    }

    /** Called when the answer is there: from then on, the client's next request may be read. */
    @Override
    public synchronized void close() {
        isThere = false;
    }
}
