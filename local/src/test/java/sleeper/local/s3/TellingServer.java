package sleeper.local.s3;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.statestore.bucket.BucketServer;
import sleeper.statestore.bucket.ServedBuckets;

/** Tells whoever connects the id of the key by which it serves. */
public final class TellingServer implements BucketServer {
    private static final Logger LOG = LoggerFactory.getLogger(TellingServer.class);

    @Override
    public Closeable serve(ServerSocketChannel listener, ServedBuckets buckets) {
        Thread thread = new Thread(() -> tell(listener, buckets.key().id()), "telling");
        thread.setDaemon(true);
        thread.start();
        return listener;
    }

    private static void tell(ServerSocketChannel listener, String text) {
        try {
            while (listener.isOpen()) {
                try (Socket client = listener.accept().socket()) {
                    client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (ClosedChannelException e) {
            LOG.debug("Closed", e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
