package sleeper.statestore.bucket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/**
 * Serves buckets that are folders to programs of this machine. Found on the class path as a service, since what it is made of is not
 * there from the start.
 */
public interface BucketServer {
    /**
     * Begins to serve. What an earlier process left unfinished must have been cleared before.
     *
     * @param listener bound and blocking; connections may wait there already. It is closed with the server
     * @param buckets  what is served, and to whom
     * @return ends the serving when it is closed
     * @throws IOException if it cannot be started; the listener stays open
     */
    Closeable serve(ServerSocketChannel listener, ServedBuckets buckets) throws IOException;
}
