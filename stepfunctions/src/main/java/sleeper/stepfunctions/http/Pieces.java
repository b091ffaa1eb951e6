package sleeper.stepfunctions.http;

import java.util.Optional;

/** The body of an answer that comes piece by piece, for as long as the client reads. For one thread. */
public interface Pieces extends AutoCloseable {
    /**
     * Waits for the next piece.
     *
     * @return what is sent to the client at once; no bytes if there is nothing yet, whereupon the endpoint looks whether the client is still
     *     there, and asks again; empty at the end
     * @throws InterruptedException if the endpoint closes
     */
    Optional<byte[]> next() throws InterruptedException;

    /** Called when there will be no more, whoever ended it. */
    @Override
    void close();
}
