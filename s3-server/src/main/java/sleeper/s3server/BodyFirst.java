package sleeper.s3server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that waits until the client has sent its body, of which the rest is thrown away. Many a refusal is made before the body is read,
 * and of a body in chunks s3proxy leaves the end; the connection would then be closed, perhaps while the client sends, who would see that in
 * place of the answer, or finds it closed with the next request.
 */
final class BodyFirst extends Response.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(BodyFirst.class);

    /** Whoever sends more may miss the answer. */
    private static final int MOST_BYTES = 16 << 20;

    private final Request request;

    BodyFirst(Request request, Response response) {
        super(request, response);
        this.request = request;
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
        if (!isCommitted()) {
            throwAwayBody();
        }
        super.write(last, bytes, callback);
    }

    private void throwAwayBody() {
        try {
            // Closing it would end the request as failed if bytes are left.
            InputStream body = Content.Source.asInputStream(request);
            byte[] buffer = new byte[64 * 1024];
            int left = MOST_BYTES;
            for (int count = body.read(buffer); count >= 0 && left > 0; count = body.read(buffer)) {
                left -= count;
            }
        } catch (IOException e) {
            LOG.debug("A client has gone", e);
        }
    }
}
