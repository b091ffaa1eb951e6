package sleeper.stepfunctions.http;

import java.io.IOException;
import java.io.UncheckedIOException;

/** An endpoint could not listen on the port that was asked for. */
public final class PortTakenException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private final String endpoint;
    private final int port;

    public PortTakenException(String endpoint, int port, IOException cause) {
        super(
                "The " + endpoint + " endpoint could not listen on port " + port + " of 127.0.0.1: "
                        + cause.getMessage(),
                cause);
        this.endpoint = endpoint;
        this.port = port;
    }

    /** @return the name of the endpoint */
    public String endpoint() {
        return endpoint;
    }

    public int port() {
        return port;
    }
}
