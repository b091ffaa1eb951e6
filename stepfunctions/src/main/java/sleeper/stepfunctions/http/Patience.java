package sleeper.stepfunctions.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a connection's client may keep us waiting. It ends what takes too long from outside, since a read or write of a socket
 * knows no time. Thread-safe.
 */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    /** What the connection is at. */
    enum Stage {
        /** Nothing has come of a request. */
        IDLE,
        /** A request is coming. */
        READING,
        /** The service is at work; the client does what it should, and waits. */
        ANSWERING,
        /** An answer is on its way. */
        WRITING,
        /** The connection is closed, or about to be. */
        OVER
    }

    private final Socket socket;
    private final ScheduledExecutorService timer;
    private Stage stage = Stage.IDLE;
    private long sinceNanos = System.nanoTime();
    private Future<?> end;
    private boolean late;
    private boolean last;

    Patience(Socket socket, ScheduledExecutorService timer) {
        this.socket = socket;
        this.timer = timer;
    }

    /**
     * Begins a stage in which the client is awaited.
     *
     * @return whether the connection is still ours to use
     */
    synchronized boolean await(Stage next, Duration limit) {
        if (!enter(next)) {
            return false;
        }
        long began = sinceNanos;
        end = timer.schedule(() -> expire(next, began), limit.toNanos(), TimeUnit.NANOSECONDS);
        return true;
    }

    /**
     * Begins the service's stage, which has no limit here.
     *
     * @return whether the connection is still ours to use
     */
    synchronized boolean answer() {
        return enter(Stage.ANSWERING);
    }

    /** Ends all stages; the connection's thread is done. */
    synchronized void done() {
        boolean wasOpen = enter(Stage.OVER);
        LOG.trace("A connection ended {}", wasOpen ? "by itself" : "from outside");
    }

    private boolean enter(Stage next) {
        if (end != null) {
            end.cancel(false);
            end = null;
        }
        if (stage == Stage.OVER || (last && next == Stage.IDLE)) {
            return false;
        }
        stage = next;
        sinceNanos = System.nanoTime();
        return true;
    }

    private synchronized void expire(Stage expected, long began) {
        if (stage != expected || sinceNanos != began) {
            return;
        }
        late = true;
        if (stage == Stage.READING) {
            // The reader finds the stream at its end, and can still say why.
            stopReading();
        } else {
            close();
        }
    }

    /** @return whether a request took too long to come */
    synchronized boolean isLate() {
        return late;
    }

    /** @return whether it is the client that is awaited */
    synchronized boolean isForClient() {
        return stage == Stage.IDLE || stage == Stage.READING || stage == Stage.WRITING;
    }

    /** @return whether the endpoint closes, so that the connection ends with the answer */
    synchronized boolean isLast() {
        return last;
    }

    /** @return when the stage began, by {@link System#nanoTime()} */
    synchronized long sinceNanos() {
        return sinceNanos;
    }

    /** Closes the connection if it is the client that is awaited. @return whether it was */
    synchronized boolean endIfForClient() {
        boolean ends = isForClient();
        if (ends) {
            close();
        }
        return ends;
    }

    /** Closes the connection unless a request has come whole; then it closes with the answer. */
    synchronized void closeAfterAnswer() {
        last = true;
        if (stage == Stage.IDLE || stage == Stage.READING) {
            close();
        }
    }

    /** Closes the connection, whatever it is at. */
    synchronized void close() {
        stage = Stage.OVER;
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection could not be closed", e);
        }
    }

    private void stopReading() {
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            LOG.debug("A connection was closed already", e);
        }
    }
}
