package sleeper.local.s3;

import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.statestore.bucket.BucketServer;
import sleeper.statestore.bucket.ServedBuckets;
import sleeper.stepfunctions.http.PortTakenException;

/**
 * The buckets of a home by S3's protocol, on a port of 127.0.0.1 that listens from the beginning. The server is made ready and loaded when
 * somebody first connects, who waits for it; if that fails, whoever waits is answered why, and the next one has it tried again.
 */
public final class EmbeddedS3 implements AutoCloseable {
    /** For messages about its port. */
    public static final String NAME = "s3";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedS3.class);

    /** How long a build that was asked to end may take to, before the process goes on without it. */
    private static final long PATIENCE_MILLIS = 5_000;

    private final WaitingPort port;
    private final Deque<Closeable> serving = new ArrayDeque<>();
    private Thread waiting;
    private boolean closed;

    private EmbeddedS3(WaitingPort port) {
        this.port = port;
    }

    /**
     * Listens; clients wait until it is started.
     *
     * @param port 0 for a free one
     * @throws PortTakenException if it cannot listen there
     */
    public static EmbeddedS3 listen(int port) {
        return new EmbeddedS3(WaitingPort.listen(NAME, port));
    }

    /** @return where clients find it */
    public URI address() {
        return port.address();
    }

    /** Has the first client served, and those that come after. Once. */
    public synchronized void start(ServedBuckets buckets, S3Parts parts) {
        waiting = new Thread(() -> awaitAndServe(buckets, parts), "s3-first-client");
        waiting.setDaemon(true);
        waiting.start();
    }

    private void awaitAndServe(ServedBuckets buckets, S3Parts parts) {
        try {
            boolean served = false;
            while (!served && !isClosed()) {
                port.awaitClient();
                served = isClosed() || serve(buckets, parts);
            }
        } catch (ClosedChannelException e) {
            LOG.debug("The S3 port was closed before anybody came", e);
        } catch (IOException e) {
            LOG.warn("The buckets are served by S3 no more", e);
        }
    }

    private boolean serve(ServedBuckets buckets, S3Parts parts) throws IOException {
        try {
            load(buckets, parts.jars());
            return true;
        } catch (IOException | RuntimeException | LinkageError | ServiceConfigurationError e) {
            if (isClosed()) {
                return true;
            }
            LOG.warn("The buckets are not served by S3", e);
            port.turnAway(e.getMessage() == null ? e.toString() : e.getMessage());
            return false;
        }
    }

    private synchronized void load(ServedBuckets buckets, List<Path> jars) throws IOException {
        if (closed) {
            return;
        }
        // Classes of ours, and the AWS SDK's, are those of this process.
        URLClassLoader loader = new URLClassLoader("s3", urls(jars), EmbeddedS3.class.getClassLoader());
        try {
            BucketServer server = ServiceLoader.load(BucketServer.class, loader)
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no server in " + jars));
            Closeable running = server.serve(port.listener(), buckets);
            serving.push(loader);
            serving.push(running);
        } catch (IOException | RuntimeException | LinkageError | ServiceConfigurationError e) {
            loader.close();
            throw e;
        }
    }

    private static URL[] urls(List<Path> jars) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized Thread beginClosing() {
        closed = true;
        return waiting;
    }

    private synchronized List<Closeable> running() {
        List<Closeable> running = new ArrayList<>(serving);
        serving.clear();
        return running;
    }

    /** Ends it. A request that is not answered yet has put nothing. */
    @Override
    public void close() throws IOException {
        Thread first = beginClosing();
        if (first != null) {
            // Perhaps it builds, which ends with it.
            first.interrupt();
            try {
                first.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (Closeable each : running()) {
            each.close();
        }
        port.close();
    }
}
