package sleeper.s3server;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.server.ServerConnector;
import org.gaul.shaded.org.eclipse.jetty.util.thread.QueuedThreadPool;
import sleeper.s3server.awssdk.FolderBlobStore;
import sleeper.statestore.bucket.BucketServer;
import sleeper.statestore.bucket.ServedBuckets;
import sleeper.stepfunctions.http.PageGuard;

/**
 * Folders by S3's protocol, which s3proxy speaks: it reads requests, checks their signatures, and asks {@link FolderBlobStore}. Before it
 * stands {@link GuardHandler}.
 */
public final class FolderS3Server implements BucketServer {
    private static final int MOST_AT_ONCE = 64;

    /** None: a request that is ended was not answered, and left nothing that can be seen. */
    private static final int STOP_MILLIS = 0;

    @Override
    public Closeable serve(ServerSocketChannel listener, ServedBuckets buckets) throws IOException {
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new FolderBlobStore(buckets, InstantSource.system()))
                // Where it would listen by itself; it is given what listens.
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(
                        // URLs that boto3 and the AWS CLI sign are of the older version.
                        AuthenticationType.AWS_V2_OR_V4,
                        buckets.key().id(),
                        buckets.key().secret())
                .jettyMaxThreads(MOST_AT_ONCE)
                .stopTimeout(STOP_MILLIS)
                .build();
        Server server = serverOf(proxy);
        ((QueuedThreadPool) server.getThreadPool()).setDaemon(true);
        ((ServerConnector) server.getConnectors()[0]).open(listener);
        server.setHandler(new GuardHandler(server.getHandler(), new PageGuard(port, buckets.hosts())));
        try {
            proxy.start();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The S3 server could not be started", e);
        }
        return () -> stop(proxy);
    }

    private static void stop(S3Proxy proxy) throws IOException {
        try {
            proxy.stop();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IOException("The S3 server did not stop cleanly", e);
        }
    }

    /**
     * s3proxy opens a port of its own and gives its server to no caller; nothing could stand before that port. The server is taken from the
     * field that has it. A version that names it otherwise fails when it is started.
     */
    private static Server serverOf(S3Proxy proxy) {
        try {
            Field server = S3Proxy.class.getDeclaredField("server");
            server.setAccessible(true);
            return (Server) server.get(proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This is not the version of s3proxy that the project is made for", e);
        }
    }
}
