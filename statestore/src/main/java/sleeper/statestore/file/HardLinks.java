package sleeper.statestore.file;

import java.io.IOException;
import java.nio.file.Path;

/** Whether a file system gives what the drivers of this package need. */
public final class HardLinks {
    private HardLinks() {}

    /**
     * Tries whether a file can get a second name, and a name that is taken is refused.
     *
     * @param directory made if it is not there
     * @throws IOException if it cannot
     */
    public static void probe(Path directory) throws IOException {
        DurableFiles.probeHardLinks(directory);
    }
}
