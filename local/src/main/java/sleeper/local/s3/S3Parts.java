package sleeper.local.s3;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the server is loaded from. */
@FunctionalInterface
public interface S3Parts {
    /**
     * Makes them ready, which may take minutes the first time.
     *
     * @return jars, which stay as they are while this process runs
     * @throws IOException if they cannot be made ready; the message says why and what to do
     */
    List<Path> jars() throws IOException;
}
