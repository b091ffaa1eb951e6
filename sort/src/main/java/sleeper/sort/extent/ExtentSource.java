package sleeper.sort.extent;

import java.io.IOException;

/** Gives extents one by one, from memory, disk or another process. For one thread. */
public interface ExtentSource {
    boolean hasNext() throws IOException;

    /** @return the next one, valid until the one after it is asked for */
    Extent next() throws IOException;
}
