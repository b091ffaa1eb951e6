package sleeper.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;

/**
 * Where runs put rows beyond the memory budget: the machine's folder for temporary files. It is shared. A run has no folder of its own
 * in it, which would stay when the process is killed; what it writes there is unlinked as soon as it is open.
 */
public final class SpillFolder {
    private static final String PROPERTY = "java.io.tmpdir";

    private SpillFolder() {}

    /**
     * @param attempt needs the folder
     * @return the folder; nothing was written to it
     * @throws TransientFailureException if there is none that can be written
     */
    public static Path require(AttemptId attempt) {
        Path folder = Path.of(System.getProperty(PROPERTY));
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new TransientFailureException(
                    "Attempt " + attempt + " did not begin.",
                    List.of(Fault.of(
                            ErrorCode.UNAVAILABLE,
                            "the folder for temporary files",
                            folder.toString(),
                            "one that can be written; " + PROPERTY + " names it")));
        }
        return folder;
    }
}
